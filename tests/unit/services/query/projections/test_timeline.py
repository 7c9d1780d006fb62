"""The projection of timelines: every event once."""

import pytest
from vocabulary.installation import JANE, Installation, planned

from shared.errors import UnreadableError
from shared.facts.people import PersonProfiled, PersonRegistered
from shared.facts.quarantine import RecordParked


def test_each_event_stands_once(here: Installation) -> None:
    """Taking a batch again, alone or among new events, changes nothing."""
    bodies = (PersonRegistered(feed="ats"), planned())
    first = [here.record(here.event(body)) for body in bodies]
    here.take([*first, first[0]])
    once = here.rows()["timeline"]
    here.take(first)
    assert here.rows()["timeline"] == once
    here.take([here.record(here.event(PersonProfiled(feed="ats", name="Jane Doe"))), *first])
    assert len(here.rows()["timeline"]) == 3


def test_the_body_stays_sealed(here: Installation) -> None:
    """What is stored is what lies on the log: nothing personal can be read in the table."""
    record = here.record(here.event(PersonProfiled(feed="ats", name="Jane Doe")))
    here.take([record])
    assert record.value in here.rows()["timeline"][0]
    assert "Jane" not in repr(here.rows())


def test_what_is_about_records_is_no_part_of_a_life(here: Installation) -> None:
    """Announcements of the quarantine are counted elsewhere."""
    here.project(RecordParked(record=JANE, service="rules", reason="no date", origin="a topic"))
    assert here.rows()["timeline"] == []


def test_a_body_that_is_no_json_object_is_refused(here: Installation) -> None:
    """Bytes that nobody will ever read go to the quarantine, not into a timeline."""
    record = here.record(here.event(PersonRegistered(feed="ats")))
    with pytest.raises(UnreadableError, match="expected a JSON object"):
        here.take([record._replace(value=b'{"feed": "ats"')])


def test_an_event_of_a_type_yet_to_come_is_kept(here: Installation) -> None:
    """A newer service may write what this version does not know; its place in the timeline is kept."""
    record = here.record(here.event(PersonRegistered(feed="ats")))
    new = {"ce_type": b"afterhire.person.promoted", "ce_dataschema": b"urn:afterhire:person.promoted:1"}
    headers = tuple((name, new.get(name, value)) for name, value in record.headers)
    here.take([record._replace(headers=headers)])
    entries = here.client().get(f"/v1/people/{JANE}/timeline").json()["entries"]
    assert [entry["text"] for entry in entries] == ["person.promoted"]
