"""Who may send web hooks: each vendor, signed as it signs, and nobody else."""

import json
from collections.abc import Iterator

import pytest
from vocabulary.inbox import Ingest
from vocabulary.payloads import GREENHOUSE, sample
from vocabulary.signing import SECRET, SIGN

from services.ingest.feeds import FEEDS
from services.ingest.reading import WebhookFeed

SAMPLES = {
    "ashby": "ashby/candidateHire.json",
    "bullhorn": "bullhorn/Candidate.json",
    "greenhouse": f"greenhouse/{GREENHOUSE}",
    "lever": "lever/candidateHired.json",
    "workable": "workable/candidate_moved__hired.json",
}
HOOKS = {name: feed for name, feed in FEEDS.items() if isinstance(feed, WebhookFeed)}
OVER_THE_BODY = sorted(name for name, feed in HOOKS.items() if feed.covered is None)
every_feed = pytest.mark.parametrize("feed", sorted(HOOKS))


@pytest.fixture
def ingest(database_url: str) -> Iterator[Ingest]:
    with Ingest(database_url) as made:
        yield made


def stored(ingest: Ingest) -> int:
    return int(ingest.scalar("SELECT count(*) FROM ingest.rows"))


def test_each_feed_of_web_hooks_is_tried() -> None:
    """None is forgotten when one is added."""
    assert SAMPLES.keys() == SIGN.keys() == HOOKS.keys()


@every_feed
def test_what_the_vendor_signed_is_taken_and_the_same_again_is_known(ingest: Ingest, feed: str) -> None:
    """A repeat is no forgery, and changes nothing."""
    signed = SIGN[feed](sample(SAMPLES[feed]), SECRET)
    outcomes = [ingest.call(feed, *signed).json()["outcome"] for _ in range(2)]
    assert outcomes == ["new", "known"]
    assert stored(ingest) == 1


@every_feed
def test_another_secret_is_refused(ingest: Ingest, feed: str) -> None:
    """401, in words that say what was expected and which setting to look at; nothing is stored."""
    answer = ingest.call(feed, *SIGN[feed](sample(SAMPLES[feed]), "another"))
    assert answer.status_code == 401
    assert HOOKS[feed].variable in answer.json()["detail"]
    assert HOOKS[feed].signature.expected in answer.json()["detail"]
    assert stored(ingest) == 0


@every_feed
def test_an_unsigned_call_is_refused(ingest: Ingest, feed: str) -> None:
    """Whatever is in it."""
    for payload in (sample(SAMPLES[feed]), b"", b"{}", b"[", b"\xff"):
        assert ingest.call(feed, payload, {}).status_code == 401
    assert stored(ingest) == 0


@pytest.mark.parametrize("feed", OVER_THE_BODY)
def test_a_signature_fits_its_body_only(ingest: Ingest, feed: str) -> None:
    """One byte more, and it is another body."""
    payload, headers = SIGN[feed](sample(SAMPLES[feed]), SECRET)
    assert ingest.call(feed, payload + b" ", headers).status_code == 401
    assert stored(ingest) == 0


@pytest.mark.parametrize("feed", OVER_THE_BODY)
def test_a_signature_of_another_form_is_refused(ingest: Ingest, feed: str) -> None:
    """Its beginning, another algorithm, text that is none."""
    payload, headers = SIGN[feed](sample(SAMPLES[feed]), SECRET)
    ((header, whole),) = headers.items()
    for other in (whole[:-1], whole.replace("sha256", "sha1") + "0", whole[-8:], "sha256", "", "\u00e9"):
        given = {header.encode(): other.encode("latin-1")}
        answer = ingest.http.post(f"/v1/feeds/{feed}/webhook", content=payload, headers=given)
        assert answer.status_code == 401
    assert stored(ingest) == 0


@every_feed
def test_what_the_vendor_signed_and_cannot_be_read_is_kept(ingest: Ingest, feed: str) -> None:
    """A success, as the vendor takes one: it would only send the same again."""
    other = {"action": "other", "event": "other", "event_type": "other"}
    payload = json.loads(sample(SAMPLES[feed])) | other
    answer = ingest.call(feed, *SIGN[feed](json.dumps(payload).encode(), SECRET))
    assert answer.status_code == (200 if feed == "workable" else 202)
    assert answer.json()["outcome"] == "quarantined"


@every_feed
def test_a_feed_without_its_secret_takes_nothing(database_url: str, feed: str) -> None:
    """503, with the setting's name: without a secret, a web hook looks like a forged one."""
    field = HOOKS[feed].variable.removeprefix("AFTERHIRE_").lower()
    with Ingest(database_url, **{field: None}) as ingest:
        answer = ingest.call(feed, *SIGN[feed](sample(SAMPLES[feed]), SECRET))
    assert answer.status_code == 503
    assert HOOKS[feed].variable in answer.json()["detail"]
