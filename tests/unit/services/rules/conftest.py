"""The vocabulary of the rules' tests: given these facts, expect these tasks."""

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from msgspec.structs import replace
from pydantic import SecretStr

from services.rules import tables
from services.rules.handler import RulesHandler
from services.rules.heart import replan
from services.rules.person.fold import NOBODY, extend, fold, needs_history
from services.rules.plan import EMPTY, Entry
from services.rules.playbook import STANDARD, Playbook
from services.rules.plays import PLAYS
from services.rules.wants import wants
from shared import codec
from shared.database import transaction
from shared.delivery import Delivery
from shared.envelope import Event, computed_id, moment
from shared.facts import Fact
from shared.facts.dates import ReviewDue
from shared.facts.tasks import PlanReviewWanted, TaskState
from shared.log.protocol import Record
from shared.outbox import unpack_headers
from shared.settings import Settings
from shared.wiring import Wiring

ZONE = ZoneInfo("Europe/London")
PERSON = "0b9ff7e8-3c5c-5a43-9f4e-5d3c0d6f0001"
KEY = SecretStr("QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUE=")
FIRST_PLAYS = (
    "check_in_on_settling_in",
    "congratulate_on_a_move",
    "congratulate_on_anniversary",
    "stand_by_in_a_setback",
)
"""The plays by which the tests of fold, plan and cadence tell their stories."""
Told = tuple[str, Fact]
"""A day and the fact recorded on it at nine in the morning."""


def event(day: str, body: Fact, number: int = 0, person: str = "person") -> Event:
    """The fact as an event of that day; facts of one day follow each other by their number."""
    at = datetime.combine(date.fromisoformat(day), datetime.min.time(), UTC) + timedelta(
        hours=9, seconds=number
    )
    return Event(
        id=computed_id(person, day, number, body),
        agency="agency",
        subject=person,
        source="test",
        occurred=moment(at),
        recorded_at=at,
        body=body,
    )


class Story:
    """Facts that arrive one by one, each planned at once, and what was told of the tasks."""

    def __init__(self, playbook: Playbook = STANDARD) -> None:
        self.playbook = playbook
        self.events: list[Event] = []
        self.told: list[TaskState | PlanReviewWanted] = []
        self.person = NOBODY
        self.plan = EMPTY
        self.parked = False

    def tell(self, *facts: Told) -> "Story":
        """More facts arrive."""
        for day, body in facts:
            said = event(day, body, len(self.events))
            self.events.append(said)
            again = needs_history(said)
            self.person = fold(self.events, ZONE) if again else extend(self.person, [said], ZONE)
            self.replan()
        return self

    def replan(self) -> None:
        """Plan again with what is known."""
        changes, self.plan = replan(
            self.person, self.plan, wants(self.person, self.playbook), parked=self.parked
        )
        self.told += changes

    def by(self, day: str) -> "Story":
        """Time passes until that day."""
        return self.tell((day, ReviewDue(on=date.fromisoformat(day))))

    def expect(self, *planned: str) -> "Story":
        """These tasks stand in the plan, and no others: `play, occurrence: first to last day`."""
        assert sorted(planned) == sorted(map(shown, self.entries("planned")))
        return self

    def expect_held_back(self, because: str, *tasks: str) -> "Story":
        """These are held back, for this reason."""
        held = [entry for entry in self.entries("held_back") if entry.because == because]
        assert sorted(tasks) == sorted(map(shown, held))
        return self

    def expect_told(self, *kinds: str) -> "Story":
        """These changes were told of tasks, in this order."""
        assert list(kinds) == [type(one).__name__ for one in self.told if isinstance(one, TaskState)]
        return self

    def entries(self, status: str) -> list[Entry]:
        """The tasks of a status."""
        return [entry for entry in self.plan.entries.values() if entry.status == status]

    def task(self, occurrence: str) -> TaskState:
        """The live task of an occurrence."""
        live = [entry.task for entry in self.plan.entries.values() if entry.task]
        return next(task for task in live if task.occurrence == occurrence)

    def fact(self, number: int) -> str:
        """The id of the fact that was told as this one, from 0."""
        return self.events[number].id


def shown(entry: Entry) -> str:
    """A task in one line."""
    task = entry.task
    assert task is not None
    return f"{task.play}, {task.occurrence}: {task.opens_on} to {task.closes_on}"


def only(plays: Iterable[str], playbook: Playbook = STANDARD) -> Playbook:
    """The playbook with these plays on and all others off, whatever plays there will be."""
    off = {name: replace(play.settings, on=False) for name, play in PLAYS.items() if name not in plays}
    return replace(playbook, plays={**off, **playbook.plays})


@pytest.fixture
def given(request: pytest.FixtureRequest) -> Callable[..., Story]:
    """`given((day, fact), …).expect(tasks)`: of the play whose test this is, or else of the first four.

    A test of one play that tells of others names them in `ALSO_ON`.
    """
    name = request.module.__name__.rpartition(".")[2].removeprefix("test_")
    plays = (name, *getattr(request.module, "ALSO_ON", ())) if name in PLAYS else FIRST_PLAYS

    def start(*facts: Told, playbook: Playbook = STANDARD) -> Story:
        return Story(only(plays, playbook)).tell(*facts)

    return start


class Rules:
    """The rules of one process, without a broker."""

    def __init__(self, settings: Settings) -> None:
        self.parts = Wiring(settings, "rules", tables.metadata, tables.common)
        self.parts.prepare()
        self.handler = RulesHandler(self.parts.quarantine, settings.zone)

    def take(self, *events: Event) -> None:
        """One batch, in one transaction."""
        with transaction(self.parts.log_engine) as connection:
            self.handler.handle(connection, [self.delivered(connection, event) for event in events])

    def delivered(self, connection: sa.Connection, event: Event) -> Delivery:
        """The event as the step hands it over."""
        record = self.record(connection, event)
        keys = self.parts.vault.keys(connection, [(event.agency, event.subject)], create=False)
        sealed = codec.envelope(record)
        return Delivery(record, sealed, codec.body(sealed, keys))

    def record(self, connection: sa.Connection, event: Event) -> Record:
        """The event as the log has it."""
        keys = self.parts.vault.keys(connection, [(event.agency, event.subject)], create=True)
        encoded = codec.encode(event, keys)
        return Record("people", 0, 0, 0, encoded.key, encoded.value, encoded.headers)

    def told(self) -> list[Event]:
        """Every event in the outbox, in order, apart from the tasks of all but the first plays."""
        rows = tables.common.outbox.rows
        with transaction(self.parts.log_engine) as connection:
            stored = connection.execute(
                sa.select(rows.c.key, rows.c.value, rows.c.headers).order_by(rows.c.seq)
            )
            records = [Record("t", 0, 0, 0, key, value, unpack_headers(each)) for key, value, each in stored]
            keys = self.parts.vault.keys(connection, [("agency", PERSON)], create=False)
            events = [codec.decode(record, keys) for record in records]
        return [event for event in events if getattr(event.body, "play", FIRST_PLAYS[0]) in FIRST_PLAYS]

    def types(self) -> list[str]:
        """The types of what was told."""
        return [event.type for event in self.told()]

    def stored(self) -> tuple[int, int]:
        """How many facts and people are kept."""
        with transaction(self.parts.log_engine) as connection:
            facts, people = (
                connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
                for table in (tables.facts, tables.people)
            )
        return facts, people

    def close(self) -> None:
        """Let go of the database."""
        self.parts.dispose()


@pytest.fixture
def settings(database_url: str) -> Settings:
    return Settings(database_url=database_url, master_key=KEY, partitions=2)


@pytest.fixture
def rules(settings: Settings) -> Iterator[Rules]:
    made = Rules(settings)
    yield made
    made.close()
