"""The rules' step on a real PostgreSQL, fed with records of a log in memory."""

import zlib
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import pytest
import sqlalchemy as sa

from services.rules import state, tables
from services.rules.handler import RulesHandler
from shared.database import transaction
from shared.envelope import Event, computed_id, moment
from shared.errors import OperatorNeededError
from shared.facts import Fact
from shared.facts.corrections import FactRetracted
from shared.facts.dates import ReviewDue
from shared.facts.people import PersonErased, PersonProfiled
from shared.facts.placements import PlacementStarted
from shared.facts.spans import exactly

Rules = Any
"""The fixture's: the rules of one process."""
ANN = "0b9ff7e8-3c5c-5a43-9f4e-5d3c0d6f0001"
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
STARTED = PlacementStarted(
    feed="greenhouse", placement="p", starts=exactly(date(2026, 3, 2)), client="Acme", title="Engineer"
)
NAMED = PersonProfiled(feed="greenhouse", name="Ann Lee", recruiter="rae@agency.example")
PLANNED = ["task.planned"] * 4 + ["plan.review_wanted"]


def said(body: Fact, *, days: int = 0, minutes: int = 0) -> Event:
    at = NOON + timedelta(days=days, minutes=minutes)
    return Event(
        id=computed_id(ANN, body, days, minutes),
        agency="agency",
        subject=ANN,
        source="ingest/test",
        occurred=moment(at),
        recorded_at=at,
        body=body,
    )


START, NAME = said(STARTED), said(NAMED, minutes=1)


def test_facts_of_one_batch_are_planned_once(rules: Rules) -> None:
    """Four tasks, and no revision of them for the name that came with the start."""
    rules.take(START, NAME)
    assert rules.types() == PLANNED
    assert {event.body.person_name for event in rules.told()[:4]} == {"Ann Lee"}


def test_a_fact_counts_once_however_often_it_comes(rules: Rules) -> None:
    """In one batch, in the next, and to a process that remembers nothing."""
    rules.take(START, START, NAME)
    rules.take(START)
    rules.handler.forget()
    rules.take(START, NAME)
    assert rules.types() == PLANNED
    assert rules.stored() == (2, 1)


def test_a_process_that_remembers_nothing_goes_on_where_the_other_stopped(rules: Rules) -> None:
    """The state is read back whole: the same task at its next revision."""
    rules.take(START)
    rules.handler.forget()
    rules.take(NAME)
    assert rules.types() == [*PLANNED, *["task.revised"] * 4]
    assert {event.body.revision for event in rules.told()[5:]} == {2}


def test_what_another_version_kept_of_a_person_is_folded_anew(rules: Rules) -> None:
    """It lies in other places: read as ours it would be refused, and every fact of theirs with it."""
    rules.take(START, NAME)
    rules.handler.forget()
    kept_by_another_version(rules)
    rules.take(said(ReviewDue(on=date(2026, 3, 3)), days=1))
    assert rules.types() == PLANNED
    kept_by_another_version(rules, plan=False)
    rules.handler.forget()
    with pytest.raises(OperatorNeededError, match="afterhire rebuild rules"):
        rules.take(said(ReviewDue(on=date(2026, 3, 4)), days=2))


def kept_by_another_version(rules: Rules, *, plan: bool = True) -> None:
    """The same state, of a person whose parts stand in another order."""
    with transaction(rules.parts.log_engine) as connection:
        keys = rules.parts.vault.keys(connection, [("agency", ANN)], create=False)
        sealed = connection.execute(sa.select(tables.people.c.sealed)).scalar_one()
        ours = keys.open("agency", ANN, sealed, state.PURPOSE)
        person, planned = msgspec.msgpack.decode(zlib.decompress(ours[len(state.SHAPE) :]))
        theirs = msgspec.msgpack.encode([person[::-1], planned if plan else planned[::-1]])
        packed = b"another." + zlib.compress(theirs)
        values = {"sealed": keys.seal("agency", ANN, packed, state.PURPOSE)}
        connection.execute(sa.update(tables.people).values(values))


def test_a_retraction_folds_the_stored_history_again(rules: Rules) -> None:
    """As if the retracted fact had not been said."""
    rules.take(START, NAME)
    rules.take(said(FactRetracted(fact=START.id, reason="wrong person"), minutes=2))
    assert rules.types() == [*PLANNED, *["task.withdrawn"] * 4, "plan.review_wanted"]


def test_time_that_arrives_as_a_fact_expires_a_task(rules: Rules) -> None:
    """The day after the window, on request of the plan."""
    rules.take(START)
    rules.take(said(ReviewDue(on=date(2026, 3, 20)), days=18))
    assert rules.types() == [*PLANNED, "task.expired", "plan.review_wanted"]


def test_a_rolled_back_batch_leaves_nothing(rules: Rules) -> None:
    """Neither facts nor state nor events; taken again, it is as if it came for the first time."""
    with rules.parts.log_engine.connect() as connection:
        rules.handler.handle(connection, [rules.delivered(connection, START)])
        connection.rollback()
    rules.handler.forget()
    assert rules.stored() == (0, 0)
    rules.take(START)
    assert rules.types() == PLANNED


def test_nothing_personal_is_kept_in_the_open(rules: Rules) -> None:
    """Names, clients and reasons stand in no row but sealed."""
    rules.take(START, NAME)
    with transaction(rules.parts.log_engine) as connection:
        kept = repr(connection.execute(sa.text("SELECT * FROM rules.people, rules.facts")).all())
    assert not [word for word in ("Ann", "Acme", "Engineer", "settling in at") if word in kept]


@pytest.mark.parametrize("forgets", [False, True])
def test_an_erased_person_leaves_nothing_but_a_tombstone(rules: Rules, forgets: bool) -> None:  # noqa: FBT001
    """Open tasks are withdrawn without a word about the person, also when the key is already gone."""
    rules.take(START, NAME)
    if forgets:
        rules.handler.forget()
    _erase(rules)
    rules.take(said(PersonErased(reason="asked"), days=1))
    assert rules.types() == [*PLANNED, *["task.withdrawn"] * 4, "plan.review_wanted"]
    last = rules.told()[-2]
    assert (last.body.because, last.body.headline, last.recorded_at) == (
        "erased",
        None,
        NOON + timedelta(days=1),
    )
    assert rules.stored() == (0, 1)


def test_what_is_said_later_of_an_erased_person_begins_nothing(rules: Rules) -> None:
    """The fact is not kept and no task is planned."""
    rules.take(START)
    _erase(rules)
    rules.take(said(PersonErased(reason="asked"), days=1))
    told = rules.types()
    rules.take(said(ReviewDue(on=date(2026, 3, 9)), days=7))
    assert (rules.types(), rules.stored()) == (told, (0, 1))


def _erase(rules: Rules) -> None:
    with transaction(rules.parts.log_engine) as connection:
        rules.parts.vault.erase(connection, "agency", ANN)
    rules.parts.vault.forget("agency", ANN)


def test_a_parked_record_puts_the_plan_on_hold_until_it_is_released(rules: Rules) -> None:
    """Every task is held back, and planned again."""
    rules.take(START)
    quarantine = tables.common.quarantine
    row = {
        "id": computed_id("row"),
        "agency": "agency",
        "subject": ANN,
        "origin": "people/0@7",
        "reason": "unreadable",
        "headers": b"[]",
        "state": "parked",
        "attempts": 1,
        "parked_at": NOON,
    }
    with transaction(rules.parts.log_engine) as connection:
        connection.execute(sa.insert(quarantine).values(row))
        rules.handler.parked(connection, [("agency", ANN)])
    assert rules.types() == [*PLANNED, *["task.held_back"] * 4]
    assert {event.body.because for event in rules.told()[5:]} == {"parked record"}
    with transaction(rules.parts.log_engine) as connection:
        connection.execute(sa.update(quarantine).values(state="released"))
    rules.take(NAME)
    assert rules.types()[9:] == ["task.planned"] * 4


def test_people_beyond_what_memory_holds_are_read_again(rules: Rules) -> None:
    """A memory of one person at most changes nothing."""
    rules.handler = RulesHandler(rules.parts.quarantine, ZoneInfo("Europe/London"), cached=1)
    other = msgspec.structs.replace(START, subject="0b9ff7e8-3c5c-5a43-9f4e-5d3c0d6f0002")
    rules.take(START, other)
    rules.take(START, other)
    assert rules.stored() == (2, 2)
    assert len(rules.told()) == 10
