"""All services as processes of their own, started again when they die, as an installation has them."""

import os
import signal
import sys
import threading
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from services.local.processes import tail
from services.local.worker import Worker

BEAT_S = 0.1
STOP_S = 6.0
KILLED = -signal.SIGKILL

MEMBERS: Mapping[str, str] = {
    "http": "http",
    "ingest-worker": "ingest-worker",
    "desk-worker": "desk-worker",
    "calendar": "calendar",
    "matching": "matching",
    "relay": "relay",
    "rules-1": "rules",
    "rules-2": "rules",
    "projector-1": "projector",
    "projector-2": "projector",
}
"""Which service each process runs; two of the kinds that share their work."""


@dataclass
class Crew:
    """The processes; a thread starts again what has died."""

    folder: Path
    environment: Mapping[str, str]
    members: Mapping[str, str] = field(default_factory=lambda: MEMBERS)
    """Which service each process runs, by the process's name."""

    def __post_init__(self) -> None:
        self.deaths: Counter[str] = Counter()
        """How often each ended without having been killed here."""
        self._over = threading.Event()
        self._reviver = threading.Thread(target=self._revive, daemon=True)
        self._workers = {name: self._worker(name, service) for name, service in self.members.items()}

    def __enter__(self) -> Self:
        for worker in self._workers.values():
            worker.launch()
        self._reviver.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._over.set()
        self._reviver.join(STOP_S)
        for worker in self._workers.values():
            worker.kill()

    def kill(self, name: str) -> None:
        """SIGKILL; it is started again at once."""
        self._workers[name].kill()

    def signal(self, name: str, number: signal.Signals) -> None:
        """Send a signal to the process, like SIGSTOP."""
        pid = self._workers[name].pid
        if pid is None:
            raise ProcessLookupError(f"{name} does not run; its log ends with:\n{self.said(name)}")
        os.kill(pid, number)

    def said(self, name: str) -> str:
        """The end of its log."""
        return tail(self._workers[name].log, 20)

    def _worker(self, name: str, service: str) -> Worker:
        command = (sys.executable, "-m", "services.cli", "run", service)
        return Worker(name, command, environment=self.environment, log=self.folder / f"{name}.log")

    def _revive(self) -> None:
        while not self._over.wait(BEAT_S):
            for name, worker in self._workers.items():
                if not worker.alive():
                    self.deaths[name] += worker.exit_code != KILLED
                    worker.launch()
