from datetime import UTC, date, datetime
from typing import Any

import msgspec
import pytest
import sqlalchemy as sa
from msgspec.structs import replace

from services.rules import tables
from services.rules.playbook import STANDARD, Playbook
from services.rules.playbook.content import encoded
from services.rules.playbook.store import Adoption, Playbooks, adopt
from services.rules.playbook.telling import tell
from shared.database import transaction
from shared.envelope import Event, computed_id, moment
from shared.errors import UnavailableError
from shared.facts import Fact
from shared.facts.placements import PlacementStarted
from shared.facts.playbooks import PlaybookAdopted
from shared.facts.spans import exactly
from shared.facts.tasks import TaskPlanned, TaskState

PLAY = "check_in_on_settling_in"
ANN, BEN = (computed_id("person", name) for name in ("ann", "ben"))
AT = datetime(2026, 3, 3, 9, tzinfo=UTC)
LATER = datetime(2026, 3, 4, 9, tzinfo=UTC)
ONE_CHECK_IN = Playbook(plays={PLAY: replace(STANDARD.settings(PLAY), days=(30,))})
NONE = Playbook(plays={PLAY: replace(STANDARD.settings(PLAY), on=False)})
Rules = Any


def said(person: str, body: Fact, at: datetime = AT) -> Event:
    return Event(
        id=computed_id("fact", person, at, type(body)),
        agency="agency",
        subject=person,
        source="test",
        occurred=moment(at),
        recorded_at=at,
        body=body,
    )


def started(person: str) -> Event:
    return said(person, PlacementStarted(feed="f", placement=f"p {person}", starts=exactly(date(2026, 3, 2))))


def adopted(rules: Rules, playbook: Playbook, at: datetime = AT) -> Adoption:
    with transaction(rules.parts.log_engine) as connection:
        return adopt(connection, "agency", playbook, at)


def told_everybody(rules: Rules) -> int:
    turns = 0
    with transaction(rules.parts.log_engine) as connection:
        while tell(connection, rules.parts.outbox):
            turns += 1
    return turns


def facts(rules: Rules) -> list[Event]:
    return [event for event in rules.told() if isinstance(event.body, PlaybookAdopted)]


def check_ins(rules: Rules) -> set[tuple[str, str, str]]:
    newest = {event.body.task: event for event in rules.told() if isinstance(event.body, TaskState)}
    planned = (event for event in newest.values() if isinstance(event.body, TaskPlanned))
    return {
        (event.subject, event.body.occurrence, event.body.playbook)
        for event in planned
        if isinstance(event.body, TaskPlanned) and event.body.play == PLAY
    }


def test_who_is_met_after_an_adoption_starts_with_it(rules: Rules) -> None:
    """The fact that says so goes onto the log, and the first plan follows it already."""
    adoption = adopted(rules, ONE_CHECK_IN)
    rules.take(started(ANN))
    assert facts(rules) == [adoption.fact(ANN)]
    assert check_ins(rules) == {(ANN, "day 30", ONE_CHECK_IN.version)}
    rules.take(adoption.fact(ANN))
    assert len(facts(rules)) == 1


def test_everybody_else_is_told_one_by_one(rules: Rules) -> None:
    """Each once of each playbook, and the newest one holds, in whatever order they hear of it."""
    rules.take(started(ANN), started(BEN))
    first, second = adopted(rules, ONE_CHECK_IN), adopted(rules, NONE, LATER)
    assert (first.number, second.number) == (1, 2)
    told_everybody(rules)
    wanted = [made.fact(person).id for made in (first, second) for person in (ANN, BEN)]
    assert sorted(event.id for event in facts(rules)) == sorted(wanted)
    rules.take(second.fact(ANN), first.fact(ANN), first.fact(BEN))
    assert check_ins(rules) == set()


def test_a_new_fact_brings_somebody_up_to_date_at_once(rules: Rules) -> None:
    """Without waiting for their turn; when it comes, it says the same."""
    rules.take(started(ANN))
    adoption = adopted(rules, ONE_CHECK_IN)
    rules.take(said(ANN, PlacementStarted(feed="g", placement="q", starts=exactly(date(2026, 3, 9))), LATER))
    assert {occurrence for _, occurrence, _ in check_ins(rules)} == {"day 30"}
    told_everybody(rules)
    assert {event.id for event in facts(rules)} == {adoption.fact(ANN).id}


def test_the_same_playbook_again_is_no_adoption(rules: Rules) -> None:
    """It holds already."""
    assert adopted(rules, ONE_CHECK_IN) == adopted(rules, ONE_CHECK_IN, LATER)
    told_everybody(rules)
    with transaction(rules.parts.log_engine) as connection:
        assert not tell(connection, rules.parts.outbox)


def test_a_playbook_that_is_not_kept_is_waited_for(rules: Rules) -> None:
    """A database put back to an earlier state may lack it; no plan is made by another one meanwhile."""
    lost = Adoption("agency", 1, "lost", 12, AT)
    with pytest.raises(UnavailableError, match="adopt the same file again"):
        rules.take(started(ANN), lost.fact(ANN))
    adopted(rules, ONE_CHECK_IN)


def test_what_is_kept_is_the_whole_playbook(rules: Rules) -> None:
    """It comes back equal, in a process that has never seen it."""
    adopted(rules, ONE_CHECK_IN)
    with transaction(rules.parts.log_engine) as connection:
        kept = Playbooks().get(connection, "agency", ONE_CHECK_IN.version)
    assert kept.version == ONE_CHECK_IN.version
    assert kept.settings(PLAY) == ONE_CHECK_IN.settings(PLAY)


def kept_as(rules: Rules, playbook: Playbook, content: dict[str, Any]) -> None:
    with transaction(rules.parts.log_engine) as connection:
        named = tables.playbooks.c.hash == playbook.version
        values = {"content": msgspec.json.encode(content)}
        connection.execute(sa.update(tables.playbooks).where(named).values(values))


def test_a_playbook_is_named_as_it_was_adopted(rules: Rules) -> None:
    """Also where a version with more plays would hash it otherwise: tasks name what stands on the log."""
    adopted(rules, ONE_CHECK_IN)
    with transaction(rules.parts.log_engine) as connection:
        connection.execute(sa.update(tables.playbooks).values(hash="with fewer plays"))
        connection.execute(sa.update(tables.adoptions).values(playbook="with fewer plays"))
    rules.take(started(ANN))
    assert check_ins(rules) == {(ANN, "day 30", "with fewer plays")}


def test_a_playbook_that_this_version_cannot_read_is_no_facts_fault(rules: Rules) -> None:
    """Plans wait, and no record is parked; another one may be adopted meanwhile."""
    adopted(rules, ONE_CHECK_IN)
    content = msgspec.json.decode(encoded(ONE_CHECK_IN))
    kept_as(rules, ONE_CHECK_IN, content | {"restraint": {"spacing_days": "many"}})
    with pytest.raises(UnavailableError, match="kept by another version"):
        rules.take(started(ANN))
    adopted(rules, NONE, LATER)
    rules.take(started(ANN))
    assert check_ins(rules) == set()
