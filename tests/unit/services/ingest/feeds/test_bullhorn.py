"""Bullhorn's events and entities, by samples in its shape and by three of its own."""

import json
from datetime import date
from typing import Any

import msgspec
import pytest
from vocabulary.hooks import SOURCE, events, stated
from vocabulary.payloads import sample

from services.ingest.feeds.bullhorn import FEED
from services.ingest.reading import Erasure, Keys, Notice
from shared.errors import UnreadableError
from shared.facts import Fact
from shared.facts.corrections import FactRetracted
from shared.facts.market import JobClosed, JobOpened
from shared.facts.people import ConsentWithdrawn, PersonProfiled, PersonRegistered

CANDIDATE = "bullhorn:candidate:21805"


def raw(name: str) -> bytes:
    return sample(f"bullhorn/{name}.json")


def posted(name: str, /, **changes: Any) -> bytes:  # noqa: ANN401 - JSON
    """A sample whose entity says something else."""
    found = json.loads(raw(name))
    found["entity"] |= changes
    return json.dumps(found).encode()


def test_a_candidate_says_who_somebody_is() -> None:
    """Other feeds know them by e-mail address or profile; what is confidential or empty is not said."""
    assert stated(FEED, raw("Candidate")).keys == Keys(
        (CANDIDATE,),
        ("bullhorn:external:candidate-ext-1", "email:ingrid.aalto@example.com", "linkedin:ingrid-aalto"),
    )
    assert [event.body for event in events(FEED, posted("Candidate", phone="**CONFIDENTIAL**"))] == [
        PersonRegistered(feed="bullhorn"),
        PersonProfiled(
            feed="bullhorn",
            recruiter="ann@agency.example",
            name="Ingrid Aalto",
            given_name="Ingrid",
            emails=("ingrid.aalto@example.com",),
            phones=("617-555-0142",),
            profile_url="https://www.linkedin.com/in/ingrid-aalto",
            employer="Harbor Analytics",
            title="Data Engineer",
            place="Boston, MA",
            born_on=date(1988, 7, 4),
        ),
    ]


@pytest.mark.parametrize("changes", [{"massMailOptOut": 1}, {"status": "Do Not Contact"}])
def test_an_opt_out_is_a_no(changes: dict[str, object]) -> None:
    """Whichever way it is written."""
    no = ConsentWithdrawn(feed="bullhorn")
    assert no in [event.body for event in events(FEED, posted("Candidate", **changes))]
    assert no in [event.body for event in events(FEED, raw("Candidate"), raw("Candidate__opted_out"))]
    assert no not in [event.body for event in events(FEED, raw("Candidate"))]


def test_a_deletion_that_can_be_taken_back_is_taken_back() -> None:
    """Nobody writes to them in between; a no of their own stays."""
    first, gone = raw("Candidate"), raw("Candidate__deleted")
    back = posted("Candidate", dateLastModified=1770730800000)
    assert [event.type for event in events(FEED, first, gone, first)][-1] == "consent.withdrawn"
    *_, deleted, restored, again = events(FEED, first, gone, back, gone)
    assert deleted.body == ConsentWithdrawn(feed="bullhorn", words="deleted in Bullhorn")
    assert restored.body == FactRetracted(fact=deleted.id, reason="restored in Bullhorn")
    assert again.id != deleted.id
    assert stated(FEED, raw("Candidate__deleted")).of_known


@pytest.mark.parametrize(
    ("name", "reason"),
    [("Candidate__anonymised", "anonymised in Bullhorn"), ("Candidate__gone", "deleted in Bullhorn")],
)
def test_who_is_gone_for_good_is_forgotten(name: str, reason: str) -> None:
    """By what Bullhorn calls them."""
    assert FEED.read(raw(name), SOURCE) == Erasure(Keys((CANDIDATE,)), reason)


OPENED = JobOpened(
    feed="bullhorn",
    reference="612",
    title="Senior Data Engineer",
    posted_on=date(2026, 1, 12),
    client="Merrimack Robotics, Inc.",
    place="Lowell, MA",
    skills=("Python", "Kafka", "SQL"),
    pay_from=135_000,
    pay_to=135_000,
    url="https://jobs.example/612",
)
CLOSED = JobClosed(feed="bullhorn", on=SOURCE.as_of)


def noticed(*payloads: bytes) -> list[Fact]:
    """What these say of one job."""
    keep: bytes | None = None
    said: list[Fact] = []
    for payload in payloads:
        found = FEED.read(payload, SOURCE)
        assert isinstance(found, Notice)
        one = found.standing.tell(keep, "seed")
        keep, said = one.keep or keep, [*said, *(each.body for each in one.said)]
    return said


@pytest.mark.parametrize(
    ("names", "facts"),
    [
        (("JobOrder", "JobOrder__closed"), [OPENED, CLOSED]),
        (("JobOrder", "JobOrder__gone", "JobOrder__gone"), [OPENED, CLOSED]),
        (("JobOrder", "JobOrder__closed", "JobOrder__gone", "JobOrder"), [OPENED, CLOSED, OPENED]),
        (("JobOrder__gone",), []),
        (("JobOrder__vendors",), []),
    ],
)
def test_a_job_opens_and_closes(names: tuple[str, ...], facts: list[Fact]) -> None:
    """When it is filled, or no more there."""
    assert noticed(*map(raw, names)) == facts


def test_what_a_job_pays_by_the_hour_is_not_told() -> None:
    """Jobs are compared by the year."""
    by_the_hour = msgspec.structs.replace(OPENED, pay_from=None, pay_to=None)
    assert noticed(posted("JobOrder", salary=65, salaryUnit="Per Hour")) == [by_the_hour]


def event(**changes: object) -> bytes:
    found = json.loads(raw("Candidate"))
    found["event"] |= changes
    return json.dumps(found).encode()


BAD = [
    (b"{", None, "expected JSON"),
    (b"{}", "event", "expected the field event"),
    (event(entityName="Lead"), "event.entityName", "found lead"),
    (event(entityEventType="ARCHIVED"), "event.entityEventType", "found archived"),
    (event(entityId=1), "entity.id", "expected the entity 1 that the event names, found 21805"),
    (json.dumps({"event": json.loads(event())["event"]}).encode(), "entity", "expected the field entity"),
    (posted("Placement", dateBegin=None), "entity.dateBegin", "expected `int`"),
    (posted("Placement", dateBegin=10**15), "entity.dateBegin", "milliseconds since 1970"),
    (posted("Placement", dateEnd=1772341200000), "entity.dateEnd", "expected a day from 2026-03-02 on"),
    (posted("JobOrder", title=" "), "entity.title", "found an empty text"),
]


@pytest.mark.parametrize(("payload", "field", "words"), BAD, ids=range(len(BAD)))
def test_what_cannot_be_read_is_refused_with_its_field(payload: bytes, field: str | None, words: str) -> None:
    """Whatever is wrong, the answer says where and what was expected."""
    with pytest.raises(UnreadableError) as refused:
        FEED.read(payload, SOURCE)
    assert refused.value.field == field
    assert words in refused.value.reason


@pytest.mark.parametrize(
    ("payload", "found"),
    [
        (posted("Candidate", isDeleted="no"), CANDIDATE),
        (posted("Placement", dateBegin=None), CANDIDATE),
        (raw("Placement__gone"), "bullhorn:placement:3405"),
        (posted("PlacementChangeRequest__extension", dateBegin="soon"), "bullhorn:placement:3405"),
        (posted("JobOrder", title=7), None),
        (event(entityId=True), CANDIDATE),
        (b"{", None),
    ],
)
def test_an_unreadable_payload_still_shows_whom_it_speaks_of(payload: bytes, found: str | None) -> None:
    """So that it is cleared when they are erased."""
    assert FEED.mentions(payload) == found


def test_a_candidate_is_called_by_their_number() -> None:
    """As Bullhorn writes it."""
    assert FEED.named("21805") == CANDIDATE
    assert FEED.named("Ingrid Aalto") is None
