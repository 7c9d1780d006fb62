"""The supervisor with real processes: each test runs one in a process of its own."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from services.local.processes import wait_until

STUBBORN = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(600)"
WILLING = "import time; time.sleep(600)"
FAILING = "import sys; sys.exit('the disk is full')"
REFUSING = "import sys; print('AFTERHIRE_KAFKA is missing', flush=True); sys.exit(78)"
WAITING = "import sys; sys.exit(69)"
WITH_A_CHILD = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {STUBBORN!r}])"

SUPERVISE = """
import sys
from pathlib import Path
from services.local.restarts import RestartPolicy
from services.local.supervisor import Supervisor
from services.local.worker import Worker

folder, *programs = sys.argv[1:]
workers = [
    Worker(f"worker{n}", (sys.executable, "-c", program), environment={}, log=Path(folder, f"{n}.log"))
    for n, program in enumerate(programs)
]
policy = RestartPolicy(3, 60, 0.05, 0.2)
with Supervisor(report=lambda line: print(line, flush=True), policy=policy) as supervisor:
    for worker in workers:
        supervisor.start(worker)
    print("started", flush=True)
    supervisor.watch()
print("stopped", flush=True)
"""

Supervise = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def supervise(tmp_path: Path) -> Iterator[Supervise]:
    """Starts a supervisor with these programs as its workers."""
    started: list[subprocess.Popen[str]] = []

    def start(*programs: str) -> "subprocess.Popen[str]":
        command = (sys.executable, "-c", SUPERVISE, str(tmp_path), *programs)
        started.append(
            subprocess.Popen(command, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)  # noqa: S603 - our own arguments
        )
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.communicate()


def line(process: "subprocess.Popen[str]") -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def children(process: "subprocess.Popen[str]", count: int) -> list[psutil.Process]:
    parent = psutil.Process(process.pid)
    assert wait_until(lambda: len(parent.children(recursive=True)) == count, 10)
    return parent.children(recursive=True)


def gone(processes: list[psutil.Process]) -> bool:
    return not any(one.is_running() and one.status() != psutil.STATUS_ZOMBIE for one in processes)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_stops_even_the_stubborn_within_ten_seconds(
    supervise: Supervise, number: signal.Signals
) -> None:
    """Ctrl-C, SIGTERM and a closed terminal end all workers, and what they started, in ten seconds."""
    process = supervise(WILLING, STUBBORN, WITH_A_CHILD)
    assert line(process) == "started"
    workers = children(process, 4)
    asked = time.monotonic()
    process.send_signal(number)
    assert process.wait(10) == 0
    assert time.monotonic() - asked < 10
    assert gone(workers)


def test_killing_the_supervisor_leaves_no_process_behind(supervise: Supervise) -> None:
    """SIGKILL gives the supervisor no chance to stop anything, and still its workers end."""
    process = supervise(WILLING, STUBBORN)
    assert line(process) == "started"
    workers = children(process, 2)
    process.kill()
    assert wait_until(lambda: gone(workers), 5)


def test_a_dead_worker_is_started_again(supervise: Supervise) -> None:
    """A worker that was killed gets a successor, and the supervisor says so."""
    process = supervise(WILLING)
    assert line(process) == "started"
    (first,) = children(process, 1)
    os.kill(first.pid, signal.SIGKILL)
    assert line(process) == "worker0 ended (exit code -9); starting it again in 0.1 s"
    assert wait_until(lambda: children(process, 1)[0].pid != first.pid, 5)


def test_a_worker_that_keeps_dying_ends_everything_with_its_last_words(supervise: Supervise) -> None:
    """After three restarts in a minute the supervisor gives up and shows the end of the log."""
    process = supervise(WILLING, FAILING)
    output, errors = process.communicate(timeout=30)
    assert process.returncode == 1
    assert output.count("worker1 ended") == 3
    assert "worker1 ended 4 times (exit code 1) and is not started again" in errors
    assert "the disk is full" in errors


def test_waiting_for_a_dependency_is_never_given_up(supervise: Supervise) -> None:
    """A worker that ends because a dependency is away is started again, however often."""
    process = supervise(WAITING)
    lines = [line(process) for _ in range(7)]
    assert lines.count("worker0 ended (exit code 69); starting it again in 0.2 s") >= 5


def test_a_misconfigured_worker_is_not_started_again(supervise: Supervise) -> None:
    """An exit code that asks for an operator ends everything at once."""
    process = supervise(WILLING, REFUSING)
    output, errors = process.communicate(timeout=30)
    assert "starting it again" not in output
    assert "AFTERHIRE_KAFKA is missing" in errors
