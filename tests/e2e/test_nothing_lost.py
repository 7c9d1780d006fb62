"""Every kind of process is killed while facts pour in; nothing is lost and nothing counts twice."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from e2e import oracle, senders, verdicts
from e2e.crew import Crew
from e2e.disasters import KINDS, LIMIT_S, Disasters
from e2e.installation import Installation
from e2e.senders import Answers, Client, delivering
from e2e.traffic import Agency, Hook
from e2e.watch import Watch

from services.local.kafka import KafkaNode
from services.local.postgres import PostgresNode
from services.local.processes import wait_until
from shared.envelope import Event
from shared.topics import Topic

START_S = 60.0
SETTLE_S = 180.0
FACTS_PER_PLAN = 30
"""At most: with too few plans the comparison would say little."""
RACES = 4
"""Tasks that recruiters fight for while each disaster lasts."""


@dataclass(frozen=True)
class Size:
    """How much is sent, and how often each kind is killed meanwhile."""

    people: int
    stages: int
    kills: int
    facts: int
    """At least so many must stand on the log in the end."""


SHORT = pytest.param(Size(people=200, stages=6, kills=1, facts=2_000), id="short")
LONG = pytest.param(
    Size(people=2_000, stages=6, kills=5, facts=20_000),
    id="long",
    marks=[pytest.mark.soak, pytest.mark.timeout(1_800)],
)


@dataclass
class Run:
    """One installation at work."""

    installation: Installation
    crew: Crew
    watch: Watch
    answers: Answers
    disasters: Disasters

    def through(self, size: Size) -> None:
        """Send everything while one disaster follows the other."""
        agency = self.disasters.agency
        acts = [*self._kills(size.kills), *self._outages()]
        files = dict(zip((1, 3, 5, 7), agency.files(), strict=True))
        for number, (act, hooks) in enumerate(zip(acts, _portions(agency.hooks(), len(acts)), strict=True)):
            with (
                delivering(self.installation, self.answers, hooks),
                Client(self.installation, self.answers) as client,
            ):
                if number in files:
                    client.file(files[number])
                act()
            self._work_on_tasks()

    def _kills(self, times: int) -> Iterator[Callable[[], None]]:
        for turn in range(times):
            for kind in KINDS:
                yield lambda kind=kind, turn=turn: self.disasters.kill(kind, turn)  # type: ignore[misc]

    def _outages(self) -> Iterator[Callable[[], None]]:
        yield from (self.disasters.pause, self.disasters.cut_connections, self.disasters.bounce_broker)

    def _work_on_tasks(self) -> None:
        with Client(self.installation, self.answers) as client:
            found = senders.open_tasks(client, RACES)
        for task in found:
            senders.race(self.installation, self.answers, task)

    def settle(self) -> None:
        """Wait until everything sent was read by all."""
        with Client(self.installation, self.answers) as client:
            for each in self.answers.imports:
                assert wait_until(lambda each=each: _finished(client, each), SETTLE_S), each  # type: ignore[misc]
        assert wait_until(self.watch.quiet, SETTLE_S), self.watch.behind()


def _portions(hooks: list[Hook], count: int) -> list[list[Hook]]:
    size = -(-len(hooks) // count)
    return [hooks[at * size : (at + 1) * size] for at in range(count)]


def _finished(client: Client, number: str) -> bool:
    return bool(client.read(f"/v1/imports/{number}")["state"] in {"done", "failed"})


@pytest.fixture
def run(
    size: Size, own_kafka: Callable[[], KafkaNode], own_postgres: Callable[[], PostgresNode], tmp_path: Path
) -> Iterator[Run]:
    kafka = own_kafka()
    with Installation.on(kafka.bootstrap, own_postgres().url) as installation:
        watch, answers = Watch(installation), Answers()
        with Crew(tmp_path, installation.environment) as crew, Client(installation, answers) as client:
            assert wait_until(client.ready, START_S), crew.said("http")
            agency = Agency(size.people, size.stages, today=datetime.now(UTC).date())
            disasters = Disasters(installation, kafka, crew, watch, answers, agency)
            yield Run(installation, crew, watch, answers, disasters)


@pytest.mark.parametrize("size", [SHORT, LONG])
def test_nothing_is_lost_and_nothing_counts_twice(run: Run, size: Size) -> None:
    """Whatever dies in whatever order: the plans follow from the facts, each promise kept exactly once."""
    run.through(size)
    run.settle()
    people = oracle.read_topic(run.installation, Topic.PEOPLE)
    facts = oracle.events(run.installation, people)
    _protocol(run, people, facts)
    assert len(facts) >= size.facts
    _promises_kept(run, people, facts)
    _plans_follow(run, facts)
    _told_once(run)
    assert verdicts.changed_by_rebuild(run.installation) == []
    assert [slow for slow in run.disasters.seconds if slow[0].startswith("kill") and slow[1] >= LIMIT_S] == []


def _promises_kept(run: Run, people: oracle.Reading, facts: list[Event]) -> None:
    assert run.answers.refused == []
    assert run.answers.twice == []
    assert people.faults == []
    assert verdicts.parked(run.installation) == []
    assert verdicts.acknowledged_but_lost(run.answers, facts) == set()
    assert [
        wrong
        for each in ("ingest", "calendar", "desk")
        for wrong in verdicts.out_of_order(run.installation, each, people)
    ] == []


def _plans_follow(run: Run, facts: list[Event]) -> None:
    """Rules and query both say what a pure run over the log says."""
    pure = oracle.lines(oracle.pure_plans(run.installation, oracle.once(facts)))
    assert len(pure) > len(facts) / FACTS_PER_PLAN
    subjects = {(fact.agency, fact.subject) for fact in facts}
    assert oracle.differences(pure, verdicts.rules_plans(run.installation, subjects)) == []
    finished = verdicts.done(facts)
    assert run.answers.completed <= finished
    assert oracle.differences(verdicts.without_done(pure, finished), verdicts.queued(run.installation)) == []


def _told_once(run: Run) -> None:
    """The log tells each revision of each task once, and all of them."""
    tasks = oracle.read_topic(run.installation, Topic.TASKS)
    assert tasks.faults == []
    assert verdicts.out_of_order(run.installation, "rules", tasks) == []
    assert verdicts.told_twice(oracle.events(run.installation, tasks)) == []


def _protocol(run: Run, people: oracle.Reading, facts: list[Event]) -> None:
    slowest = max(took for what, took in run.disasters.seconds if what.startswith("kill"))
    print(  # noqa: T201 - the run's protocol
        f"{len(facts)} facts about {len(oracle.once(facts))} people, {people.repeats} sent again by relays; "
        f"{run.answers.retries} requests repeated by clients; {len(run.disasters.seconds)} disasters, "
        f"{len(run.answers.completed)} tasks completed; slowest recovery from a kill {slowest:.1f} s; "
        f"ended by themselves: {dict(run.crew.deaths)}; cores: {os.cpu_count()}"
    )
