"""After a merge, the facts of the one are the other's too: past ones, and those still to come."""

from datetime import date

import pytest
from vocabulary.inbox import NOW, Ingest, Json
from vocabulary.payloads import about, connection, hire, merge, table

from shared.envelope import Event, computed_id
from shared.facts import Fact
from shared.facts.dates import AnniversaryDue
from shared.facts.outreach import OutreachCompleted
from shared.facts.people import PersonAbsorbed
from shared.facts.roles import RoleChanged

JOHN = {"first_name": "John", "email_addresses": [{"value": "john@example.com"}]}


@pytest.fixture
def two(ingest: Ingest) -> tuple[str, str]:
    """Candidates 1 and 2, known and followed; who they are."""
    ingest.take(hire(1, 10), hire(2, 11, candidate_says=JOHN))
    ingest.follow()
    one, other = dict.fromkeys(event.subject for event in ingest.events())
    return one, other


def said(person: str, body: Fact, number: int, source: str = "desk") -> Event:
    return Event(
        id=computed_id("test", number),
        agency="demo",
        subject=person,
        source=source,
        occurred="2026-03-09",
        recorded_at=NOW,
        body=body,
    )


def call(number: int) -> OutreachCompleted:
    return OutreachCompleted(
        task=computed_id("task", number), version=1, by="ann", play="call", outcome="met", on=date(2026, 3, 9)
    )


def of(ingest: Ingest, person: str) -> list[Event]:
    return [event for event in ingest.events() if event.subject == person]


def test_past_facts_are_copied_under_their_own_ids(ingest: Ingest, two: tuple[str, str]) -> None:
    """Each marked with the merge; what they say opens with the survivor's key."""
    one, other = two
    ingest.take(merge(2, into=1))
    ingest.follow()
    copies = [event for event in of(ingest, one) if event.forwarded_by]
    originals = [event for event in of(ingest, other) if event.type != "person.absorbed"]
    assert [(event.id, event.body, event.recorded_at) for event in copies] == [
        (event.id, event.body, event.recorded_at) for event in originals
    ]
    (absorbed,) = ingest.bodies("person.absorbed")
    assert isinstance(absorbed, PersonAbsorbed)
    assert {event.forwarded_by for event in copies} == {absorbed.merge}


def test_a_late_fact_of_another_service_follows(ingest: Ingest, two: tuple[str, str]) -> None:
    """The desk completed a task while the merge was under way."""
    one, other = two
    ingest.take(merge(2, into=1))
    ingest.follow()
    ingest.follow(ingest.record(said(other, call(1), 1)))
    last = of(ingest, one)[-1]
    assert (last.id, last.source, last.body) == (computed_id("test", 1), "desk", call(1))


def test_reading_it_again_forwards_nothing_twice(ingest: Ingest, two: tuple[str, str]) -> None:
    """The reader may start from an earlier position."""
    _, other = two
    ingest.take(merge(2, into=1))
    late = ingest.record(said(other, call(1), 1))
    ingest.follow(late)
    before = len(ingest.records())
    ingest.follow(late, *ingest.records())
    assert len(ingest.records()) == before


def test_a_chain_of_merges_carries_everything_to_its_end(ingest: Ingest, two: tuple[str, str]) -> None:
    """Also what comes late."""
    _, other = two
    ingest.take(hire(3, 12, candidate_says={"email_addresses": []}), merge(2, into=1), merge(1, into=3))
    third = ingest.events("placement.started")[2].subject
    late = ingest.record(said(other, call(1), 1))
    ingest.follow(late)
    ingest.follow()
    ingest.follow()
    placed = [event for event in of(ingest, third) if event.type == "placement.started"]
    assert len(placed) == 3
    assert [event.id for event in of(ingest, third) if event.type == "outreach.completed"] == [
        computed_id("test", 1)
    ]


def test_the_calendar_speaks_for_itself(ingest: Ingest, two: tuple[str, str]) -> None:
    """It announces for the survivor what follows from the forwarded placements."""
    one, other = two
    due = AnniversaryDue(placement=computed_id("p"), occurs_on=date(2026, 3, 12), years=1)
    ingest.follow(ingest.record(said(other, due, 1, "calendar")))
    ingest.take(merge(2, into=1))
    ingest.follow()
    assert not [event for event in of(ingest, one) if event.type == "anniversary.due"]


def test_what_a_feed_says_later_goes_on_to_the_survivor(ingest: Ingest, two: tuple[str, str]) -> None:
    """It is told of the absorbed candidate, whose keys stay theirs; to be waited for is the survivor."""
    one, other = two
    ingest.take(merge(2, into=1))
    (outcome,) = ingest.take(about("unhire_candidate", application=_application(2, 11)))
    ingest.follow()
    told, copied = ingest.events("placement.cancelled")
    assert (told.subject, copied.subject, copied.id) == (other, one, told.id)
    assert outcome.version == f"{one}:{told.id}"


def test_what_a_feed_says_of_the_one_it_goes_on_saying_of_the_other(
    ingest: Ingest, two: tuple[str, str]
) -> None:
    """What it said of a candidate it merged away is no news of the other."""
    assert two
    no = {"can_email": False}
    ingest.take(hire(2, 11, candidate_says=JOHN | no), merge(2, into=1), hire(1, 10, candidate_says=no))
    ingest.follow()
    assert len({event.id for event in ingest.events("consent.withdrawn")}) == 1


def test_a_move_is_noticed_across_a_merge(ingest: Ingest) -> None:
    """What LinkedIn showed of the one is compared with what it shows of the other."""
    url = [{"value": "https://www.linkedin.com/in/jane-doe"}]
    ingest.read("linkedin", table([connection()]), exported_on="2026-01-01")
    ingest.take(hire(2, 11, candidate_says={"email_addresses": [], "website_addresses": url}))
    ingest.take(hire(1, 10), merge(2, into=1))
    ingest.read("linkedin", table([connection(Company="Globex")]), exported_on="2026-03-01")
    ingest.follow()
    changed = ingest.events("role.changed")[-1]
    assert isinstance(changed.body, RoleChanged)
    assert changed.body.old_employer == "Acme Ltd."
    assert changed.subject == ingest.events("placement.started")[1].subject


def test_merging_twice_or_with_oneself_says_nothing_new(ingest: Ingest, two: tuple[str, str]) -> None:
    """Nor does a merge of somebody unknown."""
    assert two
    assert ingest.states(merge(2, into=1)) == ["new"]
    assert (
        ingest.states(merge(2, into=1), merge(1, into=1), merge(1, into=2), merge(8, into=9)) == ["known"] * 4
    )


def test_a_merge_into_somebody_erased_is_refused(ingest: Ingest, two: tuple[str, str]) -> None:
    """Nobody is lost by it."""
    assert two
    erased: Json = about("delete_candidate", person={"id": 1})
    assert ingest.states(erased, merge(2, into=1)) == ["new", "quarantined"]
    assert len(ingest.events("person.absorbed")) == 0


def test_nothing_is_forwarded_to_or_from_somebody_erased(ingest: Ingest, two: tuple[str, str]) -> None:
    """Their key is gone."""
    assert two
    ingest.take(merge(2, into=1), about("delete_candidate", person={"id": 1}))
    ingest.follow()
    assert not [event for event in ingest.events() if event.forwarded_by]


def _application(candidate: int, application: int) -> Json:
    found: Json = hire(candidate, application)["payload"]["application"]
    return found
