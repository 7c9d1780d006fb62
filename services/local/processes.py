"""Child processes: how they are watched and ended."""

import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

POLL = 0.02


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
