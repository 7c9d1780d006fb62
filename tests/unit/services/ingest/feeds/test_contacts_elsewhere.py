"""Contacts that an ATS tells of: touches, and nothing of what was written."""

import json
from datetime import date

import pytest
from vocabulary.hooks import SOURCE
from vocabulary.inbox import Ingest
from vocabulary.payloads import GREENHOUSE, sample

from services.ingest.feeds.bullhorn import FEED
from services.ingest.reading import Contacts, Keys, Silence
from shared.envelope import computed_id
from shared.facts.contacts import ContactLogged

CALL = ContactLogged(
    feed="bullhorn",
    contact=computed_id("contact", "bullhorn", "note", "90210"),
    on=date(2026, 2, 24),
    channel="call",
    by="ann@agency.example",
)


def note(**changes: object) -> bytes:
    found = json.loads(sample("bullhorn/Note__call.json"))
    found["entity"] |= changes
    return json.dumps(found).encode()


def contacts(raw: bytes) -> Contacts:
    found = FEED.read(raw, SOURCE)
    assert isinstance(found, Contacts)
    return found


def test_a_note_of_a_call_is_a_contact() -> None:
    """With each candidate once."""
    found = contacts(note(candidates={"data": [{"id": 21805}, {"id": 7}]}))
    assert found.keys == Keys(("bullhorn:candidate:21805", "bullhorn:candidate:7"))
    assert [one.body for one in found.said] == [CALL, CALL]


@pytest.mark.parametrize(
    ("changes", "channel", "answered"),
    [
        ({"action": "Inbound Call"}, "call", True),
        ({"action": "Outbound Call", "minutesSpent": 12}, "call", True),
        ({"action": "Left Message", "minutesSpent": 1}, "message", False),
        ({"action": "Call - left voicemail"}, "message", False),
        ({"action": "E-Mail received"}, "message", True),
        ({"action": "Coffee"}, "meeting", True),
    ],
)
def test_what_a_note_is_about_its_action_says(
    changes: dict[str, object],
    channel: str,
    answered: bool,  # noqa: FBT001 - a table
) -> None:
    """In the agency's own words."""
    body = contacts(note(**changes)).said[0].body
    assert isinstance(body, ContactLogged)
    assert (body.channel, body.answered) == (channel, answered)


@pytest.mark.parametrize("changes", [{"action": "Reference Check"}, {"action": None}, {"isDeleted": True}])
def test_a_note_that_tells_of_no_contact_says_nothing(changes: dict[str, object]) -> None:
    """Nor does one that was deleted."""
    assert FEED.read(note(**changes), SOURCE) == Silence()


def test_a_note_about_somebody_at_a_client_is_about_nobody_here() -> None:
    """Its reference is none of a candidate's."""
    client = {"id": 90, "_subtype": "ClientContact"}
    assert contacts(note(personReference=client, candidates=None)).keys == Keys(())


def test_notes_by_event_and_by_file_count_once_and_correct_each_other(ingest: Ingest) -> None:
    """Of whom nobody told, nothing is kept; the words of a note are kept of nobody."""
    call = sample("bullhorn/Note__call.json")
    assert [str(one.state) for one in ingest.take(call, feed="bullhorn")] == ["ignored"]
    ingest.take(sample("bullhorn/Candidate.json"), feed="bullhorn")
    later = note(dateLastModified=1)
    assert [str(one.state) for one in ingest.take(later, note(dateLastModified=2), feed="bullhorn")] == [
        "new",
        "known",
    ]
    left = sample("bullhorn/Note__left_message.json")
    assert [str(one.state) for one in ingest.take(left, feed="bullhorn")] == ["new"]
    found = ingest.read("bullhorn", sample("bullhorn/Note.csv"), "Note.csv")
    assert ingest.counts(found) == (2, 1, 1, 0)
    told = ingest.bodies("contact.logged")
    assert {body.contact for body in told if isinstance(body, ContactLogged)} == {CALL.contact}
    assert ingest.scalar("SELECT count(*) FROM ingest.rows WHERE raw IS NOT NULL AND number IS NULL") == 1


def test_e_mails_of_an_activity_feed(ingest: Ingest) -> None:
    """One that came from the candidate is an answer; notes and activities are no contacts."""
    feeds = sample("greenhouse/harvest/activity_feeds.json")
    assert ingest.read("greenhouse", feeds, "activity_feeds.json")["ignored"] == 1
    ingest.take(sample(f"greenhouse/{GREENHOUSE}"))
    assert ingest.counts(ingest.read("greenhouse", feeds, "activity_feeds.json")) == (1, 1, 0, 0)
    sent, answered = ingest.bodies("contact.logged")
    assert isinstance(sent, ContactLogged)
    assert isinstance(answered, ContactLogged)
    assert (sent.on, sent.by, sent.answered) == (date(2014, 4, 1), "boone.carlyle@example.com", False)
    assert (answered.on, answered.by, answered.answered) == (date(2014, 4, 2), None, True)
    assert b"Hey John" not in b"".join(record.value or b"" for record in ingest.records())
    assert ingest.scalar("SELECT count(*) FROM ingest.rows WHERE import IS NOT NULL AND raw IS NOT NULL") == 0
