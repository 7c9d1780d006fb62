"""A service of ours as one process under the supervisor."""

import signal
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from services.local.processes import Process
from services.local.spawning import Command, spawn


def _always() -> bool:
    return True


class Worker:
    """A command line that serves until it is told to end; `ready` says whether it does its work already."""

    def __init__(
        self,
        name: str,
        argv: Sequence[str],
        *,
        environment: Mapping[str, str],
        log: Path,
        ready: Callable[[], bool] = _always,
    ) -> None:
        self.name = name
        self.log = log
        self._command = Command(tuple(argv), environment, log)
        self._ready = ready
        self._process: Process | None = None

    @property
    def pid(self) -> int | None:
        """Its process while it runs."""
        return self._process.pid if self._process and self._process.alive() else None

    @property
    def exit_code(self) -> int | None:
        """How its last process ended, once `alive` has said that it did."""
        return self._process.exit_code if self._process else None

    def launch(self) -> None:
        """Start it without waiting for it."""
        self._process = spawn(self._command)

    def alive(self) -> bool:
        """Whether its process runs."""
        return self._process is not None and self._process.alive()

    def ready(self) -> bool:
        """Whether it does its work."""
        return self.alive() and self._ready()

    def stop(self, limit: float) -> None:
        """Ask it to end; after `limit` seconds end it, and all it has started, by force."""
        if self._process:
            self._process.stop(signal.SIGTERM, limit)

    def kill(self) -> None:
        """End it, and all it has started, by SIGKILL."""
        if self._process:
            self._process.kill()
