"""Child processes that are never left behind."""

import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import IO

LEASH = Path(__file__).with_name("leash.py")
LOG_LIMIT = 10_000_000
POLL = 0.02


@dataclass(frozen=True)
class Command:
    """A program to run: its arguments, its whole environment and where its output goes."""

    argv: tuple[str, ...]
    environment: Mapping[str, str]
    log: Path
    user: int | None = None
    """The user id to run as, which takes root."""
    death_signal: signal.Signals = signal.SIGKILL
    """What the program gets when the process that started it dies."""


class Process:
    """A running program and its process group."""

    def __init__(self, popen: "subprocess.Popen[bytes]") -> None:
        self._popen = popen
        self._reaping = threading.Lock()
        self.pid = popen.pid

    def alive(self) -> bool:
        """Whether it still runs; of one that has ended, whatever remains of its group is killed."""
        with self._reaping:
            if self._popen.returncode is not None:
                return False
            # Looks without reaping: until the leader is reaped, its number names this group and no other.
            if os.waitid(os.P_PID, self.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
                return True
            self._signal_group(signal.SIGKILL)
            self._popen.wait()
            return False

    @property
    def exit_code(self) -> int | None:
        """How it ended (-9: by signal 9), once `alive` has said so."""
        return self._popen.returncode

    def send(self, number: signal.Signals) -> None:
        """Send a signal to the program alone."""
        if self.alive():
            os.kill(self.pid, number)

    def stop(self, number: signal.Signals, limit: float) -> None:
        """Ask it to end with a signal; after `limit` seconds kill its whole group."""
        self.send(number)
        if not wait_until(lambda: not self.alive(), limit):
            self.kill()

    def kill(self) -> None:
        """Kill its whole group now."""
        if self.alive():
            self._signal_group(signal.SIGKILL)
            wait_until(lambda: not self.alive(), 10)

    def _signal_group(self, number: signal.Signals) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self.pid, number)


def spawn(command: Command) -> Process:
    """Start a program in a session of its own, on the leash of this process."""
    started: Future[Process] = Future()
    _spawner().put((command, started))
    return started.result()


def wait_until(condition: Callable[[], bool], limit: float) -> bool:
    """Wait until the condition holds, at most `limit` seconds; say whether it does."""
    deadline = time.monotonic() + limit
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(POLL)
    return True


def tail(log: Path, lines: int = 5) -> str:
    """The last lines of a log, for an error message."""
    text = log.read_text(errors="replace") if log.exists() else ""
    return "\n".join(text.splitlines()[-lines:]) or "(its log is empty)"


@cache
def _spawner() -> "queue.SimpleQueue[tuple[Command, Future[Process]]]":
    """One thread that starts all children: a leash is tied to the thread that starts, not to its process."""
    orders: queue.SimpleQueue[tuple[Command, Future[Process]]] = queue.SimpleQueue()

    def serve() -> None:
        while True:
            command, started = orders.get()
            try:
                started.set_result(_spawn(command))
            except OSError as error:
                started.set_exception(error)

    threading.Thread(target=serve, name="spawner", daemon=True).start()
    return orders


os.register_at_fork(after_in_child=_spawner.cache_clear)


def _spawn(command: Command) -> Process:
    leash = (sys.executable, "-I", "-S", str(LEASH), str(int(command.death_signal)), str(os.getpid()))
    user = "-" if command.user is None else str(command.user)
    with _open_log(command.log) as log:
        return Process(
            subprocess.Popen(  # noqa: S603 - a list of arguments, no shell
                (*leash, user, *command.argv),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                env=dict(command.environment),
                start_new_session=True,  # Ctrl-C reaches only the one who stops them in order
            )
        )


def _open_log(log: Path) -> IO[bytes]:
    log.parent.mkdir(parents=True, exist_ok=True)
    if log.exists() and log.stat().st_size > LOG_LIMIT:
        log.replace(log.with_suffix(".old"))
    return log.open("ab")
