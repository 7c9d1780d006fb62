"""Many recruiters claim from one queue while desks are killed and leases run out."""

import asyncio
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx2
import msgspec
import pytest
import sqlalchemy as sa
from e2e import leases, oracle
from e2e.crew import Crew
from e2e.crowd import Crowd, Told
from e2e.installation import Installation
from e2e.watch import Watch

from services.desk.tables import metadata
from services.desk.tables import tasks as desk_tasks
from services.local.ports import free_ports
from services.local.processes import wait_until
from shared.database import prepare, transaction
from shared.envelope import Event, computed_id, moment
from shared.facts import Fact
from shared.facts.outreach import OutreachClaimed, OutreachCompleted, OutreachExtended, OutreachReleased
from shared.facts.tasks import TaskPlanned
from shared.topics import Topic

LEASE_S = 2
READY_S = 90.0
VICTIMS = ("desk-1", "desk-2", "relay")


@dataclass(frozen=True)
class Size:
    """How many ask for how much, and how often something is killed meanwhile."""

    clients: int
    tasks: int
    kills: int


SHORT = pytest.param(Size(clients=60, tasks=120, kills=3), id="short")
LONG = pytest.param(
    Size(clients=500, tasks=1_000, kills=15), id="long", marks=[pytest.mark.soak, pytest.mark.timeout(1_200)]
)


@dataclass
class Office:
    """Two desks at one queue, and what sends their words."""

    installation: Installation
    crews: dict[str, Crew]
    addresses: dict[str, str]
    killed: int = 0

    def plan(self, number: int) -> list[str]:
        """So many tasks of as many people, which both desks know."""
        parts = self.installation.parts("rules")
        planned = [_planned(each) for each in range(number)]
        with transaction(parts.engine) as connection:
            parts.outbox.append(connection, planned)
        assert wait_until(lambda: self._known() == number, READY_S), self._known()
        return [computed_id("crowd task", each) for each in range(number)]

    def kill(self, times: int, crowd: Crowd) -> None:
        """One after the other, each when the crowd has got some answers more and the last victim is back."""
        step = len(crowd.tasks) // times
        for turn in range(times):
            name = VICTIMS[turn % len(VICTIMS)]
            assert wait_until(lambda turn=turn: len(crowd.told) >= (turn + 1) * step, READY_S)  # type: ignore[misc]
            self.crews[name].kill(name)
            self.killed += 1
            assert wait_until(lambda name=name: self.ready(name), READY_S), name  # type: ignore[misc]

    def ready(self, name: str) -> bool:
        """Whether it answers, if it is one that is asked."""
        try:
            return name not in self.addresses or httpx2.get(f"{self.addresses[name]}/readyz").is_success
        except httpx2.TransportError:
            return False

    def facts(self) -> list[Event]:
        """All that was said, once everything was sent."""
        watch = Watch(self.installation, {"desk": (Topic.PEOPLE, Topic.TASKS)})
        assert wait_until(watch.quiet, READY_S), watch.behind()
        reading = oracle.read_topic(self.installation, Topic.PEOPLE)
        assert reading.faults == []
        return oracle.events(self.installation, reading)

    def _known(self) -> int:
        with transaction(self.installation.parts("desk").engine) as connection:
            return int(connection.execute(sa.select(sa.func.count()).select_from(desk_tasks)).scalar_one())


def _planned(number: int) -> Event:
    now = datetime.now(UTC)
    body = TaskPlanned(
        task=computed_id("crowd task", number),
        revision=1,
        play="share_a_resource",
        about="resource",
        occurrence="once",
        opens_on=now.date() - timedelta(days=1),
        closes_on=now.date() + timedelta(days=number % 7 + 1),
        side="give",
        importance=number % 5 + 1,
    )
    return _event(computed_id("crowd person", number), body, now)


def _event(person: str, body: Fact, at: datetime) -> Event:
    id_ = computed_id("crowd event", person, moment(at), msgspec.json.encode(body).decode())
    return Event(
        id=id_, agency="demo", subject=person, source="test", occurred=moment(at), recorded_at=at, body=body
    )


@pytest.fixture
def office(kafka: str, database_url: str, topic_prefix: str, tmp_path: Path) -> Iterator[Office]:
    with Installation.on(kafka, database_url, topic_prefix, claim_seconds=LEASE_S) as installation:
        prepare(installation.parts("desk").engine, metadata)  # what is looked into before the desks have
        (port,) = free_ports(1)
        second = {**installation.environment, "AFTERHIRE_PORT": str(port)}
        with _working(tmp_path, installation, second) as crews:
            other = f"http://{installation.settings.host}:{port}"
            made = Office(installation, crews, {"desk-1": installation.address, "desk-2": other})
            for name, crew in crews.items():
                assert wait_until(lambda name=name: made.ready(name), READY_S), crew.said(name)  # type: ignore[misc]
            yield made


@contextmanager
def _working(folder: Path, installation: Installation, second: dict[str, str]) -> Iterator[dict[str, Crew]]:
    with ExitStack() as all_:
        first = Crew(folder, installation.environment, {"desk-1": "desk", "relay": "relay"})
        other = Crew(folder, second, {"desk-2": "desk"})
        all_.enter_context(first)
        all_.enter_context(other)
        yield {"desk-1": first, "relay": first, "desk-2": other}


def test_two_leases_that_overlap_would_be_seen() -> None:
    """As would a task that is completed while another holds it, and a version that is given twice."""
    now, hour = datetime.now(UTC), timedelta(hours=1)
    ann = OutreachClaimed(task="t", version=1, by="ann", until=now + hour)
    bob = OutreachClaimed(task="t", version=2, by="bob", until=now + 3 * hour)
    done = OutreachCompleted(task="t", version=2, by="bob", play="p", outcome="sent", on=now.date())
    for said, minutes, wrong in ((bob, 59, 1), (bob, 60, 0), (done, 59, 1), (done, 60, 0)):
        words = [_event("p", ann, now), _event("p", said, now + timedelta(minutes=minutes))]
        assert len(leases.contradictions(leases.histories(words))) == wrong
    twice = msgspec.structs.replace(bob, version=1)
    words = [_event("p", ann, now), _event("p", twice, now + hour), _event("p", ann, now)]
    assert len(leases.contradictions(leases.histories(words))) == 1


@pytest.mark.parametrize("size", [SHORT, LONG])
def test_a_task_is_held_by_one_at_a_time_and_nobody_is_told_otherwise(office: Office, size: Size) -> None:
    """By the log: no two leases of a task overlap, and each answer, yes or no, is what the log says."""
    crowd = Crowd(list(office.addresses.values()), office.plan(size.tasks), size.clients)

    async def all_at_once() -> None:
        await asyncio.gather(crowd.work(), asyncio.to_thread(office.kill, size.kills, crowd))

    asyncio.run(all_at_once())
    histories = leases.histories(office.facts())
    _report(office, crowd, histories)
    assert office.killed == size.kills
    assert crowd.strange == []
    assert leases.contradictions(histories) == []
    assert [told for told in crowd.told if not _on_the_log(told, histories)] == []
    assert [lost for lost in crowd.lost if not _true(lost.problem, histories[lost.task])] == []
    assert {task for task, words in histories.items() if isinstance(words[-1].said, OutreachCompleted)} == {
        *crowd.tasks
    }


def _on_the_log(told: Told, histories: leases.Histories) -> bool:
    """Whether the log has what somebody was told they did, in their name and until when they were told."""
    answer = told.answer
    word = histories[answer["task"]][answer["revision"] - 1]
    until: datetime | None = getattr(word.said, "until", None)
    said = (word.event, word.said.by, until.isoformat() if until else None)
    return said == (answer["version"].partition(":")[2], told.by, answer["lease_until"])


def _true(problem: dict[str, str], words: list[leases.Word]) -> bool:
    """Whether who was named held the task until then, or completed it; where nobody was named, nobody is."""
    if "holder" not in problem:
        return "Nobody holds" in problem["detail"]
    if "until" not in problem:
        return any(
            isinstance(word.said, OutreachCompleted) and word.said.by == problem["holder"] for word in words
        )
    return any(
        isinstance(word.said, OutreachClaimed | OutreachExtended)
        and (word.said.by, word.said.until.isoformat()) == (problem["holder"], problem["until"])
        for word in words
    )


def _report(office: Office, crowd: Crowd, histories: leases.Histories) -> None:
    """Part of a failure's story, and of a long run's."""
    words = [word.said for each in histories.values() for word in each]
    expired = sum(isinstance(said, OutreachReleased) and said.expired for said in words)
    claims = sum(isinstance(said, OutreachClaimed) for said in words)
    print(  # noqa: T201 - as above
        f"{len(crowd.tasks)} tasks, {crowd.size} clients, {office.killed} kills: {claims} claims, {expired} "
        f"ran out, {len(crowd.told)} told yes, {len(crowd.lost)} told no, {crowd.again} asked again"
    )
