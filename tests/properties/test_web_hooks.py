"""What must hold of every web hook that arrives, in whatever state: it ends in facts or in quarantine."""

import json
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from vocabulary.hooks import SOURCE, events
from vocabulary.inbox import Ingest
from vocabulary.mutations import payloads
from vocabulary.payloads import SAMPLES
from vocabulary.signing import SECRET, SIGN

from services.ingest.feeds import FEEDS
from services.ingest.reading import Contacts, Erasure, Merge, Notice, Reading, Silence, Statement, WebhookFeed
from shared.errors import UnreadableError

HOOKS = {name: feed for name, feed in FEEDS.items() if isinstance(feed, WebhookFeed)}
every_feed = pytest.mark.parametrize("feed", sorted(HOOKS))


def says_nothing(feed: str, raw: bytes) -> bool:
    """Whether this is the request by which a vendor only tries a web hook."""
    body = json.loads(raw.decode(errors="replace"))
    if feed == "bullhorn":  # a change that is not approved, and a note that tells of no contact
        return body["event"]["entityName"] in {"PlacementChangeRequest", "Note"}
    return bool(body["data"] == {} if feed == "lever" else body["action"] == "ping")


def is_about_nobody(feed: str, raw: bytes) -> bool:
    """Whether it tells of a job: that has no version to wait for."""
    return isinstance(read(feed, raw), Notice)


def read(feed: str, raw: bytes) -> Reading | UnreadableError:
    """What a web hook says, or why it cannot be read."""
    try:
        return HOOKS[feed].read(raw, SOURCE)
    except UnreadableError as refused:
        return refused


@every_feed
@settings(deadline=None, max_examples=500)
@given(st.data())
def test_a_web_hook_is_read_or_refused(feed: str, data: st.DataObject) -> None:
    """Nothing else is raised, and only what a vendor sends to try us says nothing."""
    raw = data.draw(payloads(feed))
    match read(feed, raw):
        case UnreadableError() as refused:
            assert refused.reason
        case Statement():
            assert events(HOOKS[feed], raw)
        case Erasure() | Merge() as reading:
            assert all(reading.keys.own)
        case Notice() as reading:
            assert reading.subject
        case Contacts() as reading:
            assert len(reading.said) == len(reading.keys.own)
        case other:
            assert isinstance(other, Silence)
            assert says_nothing(feed, raw)


@every_feed
@settings(deadline=None, max_examples=300)
@given(st.data())
def test_whom_a_web_hook_speaks_of_can_always_be_asked(feed: str, data: st.DataObject) -> None:
    """A key of that feed, or nobody."""
    found = HOOKS[feed].mentions(data.draw(payloads(feed)))
    assert found is None or found.startswith(f"{feed}:")


def arriving(feed: str, raw: bytes, number: int) -> tuple[bytes, dict[str, str]]:
    """Signed as the vendor signs; Lever signs each with another token."""
    if feed == "lever":
        try:
            body = json.loads(raw)
            body["token"] = f"{number}" if isinstance(body["token"], str) else body["token"]
            raw = json.dumps(body).encode()
        except (ValueError, TypeError, KeyError):
            pass
    return SIGN[feed](raw, SECRET)


def is_theirs(feed: str, raw: bytes) -> bool:
    """Whether the vendor can have signed it, and lately: what Lever signs is a part of the body."""
    covered = HOOKS[feed].covered
    if covered is None:
        return True
    try:
        json.loads(raw)
    except ValueError:
        return False
    moments = [json.loads(path.read_bytes())["triggeredAt"] for path in (SAMPLES / feed).glob("*.json")]
    return any(covered(raw).endswith(str(moment).encode()) for moment in moments)


@every_feed
def test_whatever_a_vendor_signed_ends_in_facts_or_in_quarantine(database_url: str, feed: str) -> None:
    """Over HTTP, with what came before still there; what it cannot have signed is refused and not kept."""
    numbers = count()
    with Ingest(database_url) as ingest:

        @settings(deadline=None, max_examples=100, database=None)
        @given(payloads(feed))
        def arrives(raw: bytes) -> None:
            signed, headers = arriving(feed, raw, next(numbers))
            answer = ingest.call(feed, signed, headers)
            if answer.status_code == 401:
                assert not is_theirs(feed, signed)
                return
            assert answer.is_success
            found = answer.json()
            kept = f"FROM ingest.rows WHERE id = '{found['receipt']}'"
            state = ingest.scalar(f"SELECT state {kept}")
            match found["outcome"]:
                case "quarantined":
                    assert found["receipt"] in {entry.parked.id for entry in ingest.parked()}
                    assert found["problem"]["reason"]
                case "new":
                    assert found["version"] or is_about_nobody(feed, signed)
                case "known":
                    assert (
                        found["version"]
                        or ingest.scalar(f"SELECT person {kept}")
                        or is_about_nobody(feed, signed)
                        or says_nothing(feed, signed)
                    )
                case other:
                    assert other == state
                    assert other in {"erased", "ignored"}

        arrives()
