"""What is done to an installation while it works, and how long it takes to work again."""

import signal
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from e2e.crew import Crew
from e2e.installation import Installation
from e2e.senders import Answers, Client
from e2e.traffic import Agency
from e2e.watch import Offsets, Watch

from services.local.kafka import KafkaNode
from services.local.processes import wait_until
from shared.topics import Topic

LIMIT_S = 15.0
"""Within so long after a kill everything works again (the issue's promise)."""
OUTAGE_S = 60.0
SESSION_S = 6.0
KINDS: dict[str, tuple[str, ...]] = {
    "rules": ("rules-1", "rules-2"),
    "projector": ("projector-1", "projector-2"),
    "http": ("http",),
    "ingest-worker": ("ingest-worker",),
    "desk-worker": ("desk-worker",),
    "calendar": ("calendar",),
    "matching": ("matching",),
    "relay": ("relay",),
}
READERS = {
    "rules": "rules",
    "projector": "query",
    "ingest-worker": "ingest",
    "desk-worker": "desk",
    "calendar": "calendar",
    "matching": "matching",
}
"""Whose positions say that the kind works."""

Disaster = Callable[["Disasters"], None]


@dataclass
class Disasters:
    """Kills and waits; notes what took how long."""

    installation: Installation
    kafka: KafkaNode
    crew: Crew
    watch: Watch
    answers: Answers
    agency: Agency
    probes: int = 0
    """How often something was said only to see it come through."""
    seconds: list[tuple[str, float]] = field(default_factory=list)

    def kill(self, kind: str, turn: int) -> None:
        """SIGKILL one process of a kind; of two, each in its turn."""
        names = KINDS[kind]
        before = self.watch.ends(Topic.PEOPLE)
        self._timed(f"kill {kind}", lambda: self.crew.kill(names[turn % len(names)]), kind, before)

    def bounce_broker(self) -> None:
        """Kill the broker, start it again, and wait until rules work."""
        before = self.watch.ends(Topic.PEOPLE)
        self._timed("bounce the broker", self._bounce, "rules", before, OUTAGE_S)

    def cut_connections(self) -> None:
        """End all database sessions of the services."""
        before = self.watch.ends(Topic.PEOPLE)
        self._timed("cut the database", self.installation.cut_connections, "rules", before)

    def pause(self) -> None:
        """Stop one rules worker past its session's time-out, then let it go on."""
        before = self.watch.ends(Topic.PEOPLE)
        self.crew.signal("rules-1", signal.SIGSTOP)
        moved = self._wait("rules", before, OUTAGE_S)
        wait_until(lambda: time.monotonic() - moved > SESSION_S, 2 * SESSION_S)
        resumed = self.watch.ends(Topic.PEOPLE)
        self._timed("let a paused worker go", self._resume, "rules", resumed)

    def _bounce(self) -> None:
        self.kafka.kill()
        self.kafka.start()

    def _resume(self) -> None:
        self.crew.signal("rules-1", signal.SIGCONT)

    def _timed(
        self, what: str, act: Callable[[], object], kind: str, before: Offsets, limit: float = LIMIT_S
    ) -> None:
        began = time.monotonic()
        act()
        self._wait(kind, before, max(limit, OUTAGE_S))
        took = time.monotonic() - began
        self.seconds.append((what, took))
        print(f"{what}: works again after {took:.1f} s")  # noqa: T201 - the run's protocol

    def _wait(self, kind: str, before: Offsets, limit: float) -> float:
        if not wait_until(lambda: self._works(kind, before), limit):
            raise TimeoutError(f"{kind} did not work again within {limit:.0f} s: {self.watch.behind()}")
        return time.monotonic()

    def _probe(self) -> None:
        with Client(self.installation, self.answers) as client:
            for hook in self.agency.probes(self.probes):
                client.hook(hook)
        self.probes += 1

    def _works(self, kind: str, before: Offsets) -> bool:
        """New facts came through the relay into every partition, and the kind has read them."""
        grown = self.watch.grown(before)
        if grown is None:
            self._probe()
            return False
        if kind == "http":
            with Client(self.installation, self.answers) as client:
                return client.ready()
        return kind not in READERS or wait_until(lambda: self.watch.reached(READERS[kind], grown), LIMIT_S)
