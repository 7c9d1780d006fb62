"""The smallest installation in which a fact becomes a plan: a source, a relay, rules."""

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from e2e import oracle, verdicts
from e2e.crew import Crew
from e2e.installation import Installation
from e2e.source import Source
from e2e.watch import Watch

from services.local.processes import tail, wait_until
from services.local.worker import Worker
from shared.topics import Topic

FAILING = Path(__file__).with_name("failing.py")
PATIENCE_S = 90.0
BOTH = {"relay": "relay", "rules": "rules"}


@dataclass
class Small:
    """What a test of one failure needs."""

    folder: Path
    installation: Installation

    def __post_init__(self) -> None:
        self.source = Source(self.installation)
        self.watch = Watch(self.installation, {"rules": (Topic.PEOPLE,)})

    @contextmanager
    def working(self, members: Mapping[str, str] = BOTH) -> Iterator[Crew]:
        """These processes work beside the block."""
        with Crew(self.folder, self.installation.environment, members) as crew:
            yield crew

    @contextmanager
    def failing(self, service: str, point: str, signal: str) -> Iterator[Worker]:
        """A process that fails at the named point works beside the block, and is not started again."""
        command = (sys.executable, str(FAILING), service, point, signal)
        log = self.folder / "failing.log"
        worker = Worker("failing", command, environment=self.installation.environment, log=log)
        worker.launch()
        try:
            yield worker
        finally:
            worker.kill()

    def settled(self) -> str | None:
        """Wait until everything said was sent and read; what is not, if it does not come to that."""
        return None if wait_until(self._done, PATIENCE_S) else f"{self.watch.behind()}; {self.lost()}"

    def lost(self) -> list[str]:
        """What the outboxes hold and the log does not, and holes in the numbers."""
        people = oracle.read_topic(self.installation, Topic.PEOPLE)
        tasks = oracle.read_topic(self.installation, Topic.TASKS)
        orders = [
            *verdicts.out_of_order(self.installation, "ingest", people),
            *verdicts.out_of_order(self.installation, "rules", tasks),
        ]
        return [*people.faults, *tasks.faults, *orders]

    def _done(self) -> bool:
        return self.watch.quiet() and not self.lost()

    def wrong(self) -> list[str]:
        """In what the rules differ from a pure run over the log, and what they told twice."""
        people = oracle.read_topic(self.installation, Topic.PEOPLE)
        facts = oracle.events(self.installation, people)
        unsaid = {event.id for event in self.source.said} - {fact.id for fact in facts}
        pure = oracle.lines(oracle.pure_plans(self.installation, oracle.once(facts)))
        plans = verdicts.rules_plans(self.installation, oracle.once(facts))
        return [*(f"{each} is lost" for each in unsaid), *oracle.differences(pure, plans)]

    def told_twice(self) -> list[str]:
        """Task events that say what was said before."""
        told = oracle.events(self.installation, oracle.read_topic(self.installation, Topic.TASKS))
        return verdicts.told_twice(told)


def said_by(worker: Worker) -> str:
    """The end of a process's log."""
    return tail(worker.log, 20)
