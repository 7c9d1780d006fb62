"""Lever's web hooks over HTTP: what is signed is not the body, so it is taken once, and only for a while."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from pydantic import SecretStr
from vocabulary.inbox import NOW, Ingest
from vocabulary.payloads import sample
from vocabulary.signing import SECRET, in_body

HIRED = sample("lever/candidateHired.json")
SIGNED = ("token", "triggeredAt", "signature")
DELETED = json.loads(sample("lever/candidateDeleted.json"))


@pytest.fixture
def ingest(database_url: str) -> Iterator[Ingest]:
    with Ingest(database_url) as made:
        yield made


def signed(secret: str = SECRET, **changes: object) -> bytes:
    """A hire with other words, signed."""
    return in_body(json.dumps(json.loads(HIRED) | changes).encode(), secret)[0]


def post(ingest: Ingest, payload: bytes) -> Any:  # noqa: ANN401 - a response
    return ingest.call("lever", payload, {})


def milliseconds(age: timedelta) -> int:
    return int((NOW - age).timestamp() * 1000)


def forged(payload: bytes) -> bytes:
    """A deletion under the signature of something else."""
    return json.dumps(json.loads(payload) | {"event": DELETED["event"], "data": DELETED["data"]}).encode()


@pytest.mark.parametrize(
    ("age", "status"),
    [
        (timedelta(hours=24), 202),
        (timedelta(hours=24, milliseconds=1), 401),
        (timedelta(days=365), 401),
        (-timedelta(minutes=5), 202),
        (-timedelta(minutes=5, milliseconds=1), 401),
    ],
)
def test_what_was_triggered_long_ago_is_refused(ingest: Ingest, age: timedelta, status: int) -> None:
    """And what will be triggered only; Lever's retries fit between."""
    assert post(ingest, signed(triggeredAt=milliseconds(age))).status_code == status


def test_how_old_it_may_be_is_a_setting(database_url: str) -> None:
    """A web hook that somebody runs again in Lever may be two weeks old."""
    with Ingest(database_url, lever_hours=336) as ingest:
        assert post(ingest, signed(triggeredAt=milliseconds(timedelta(days=14)))).status_code == 202


def test_any_of_the_web_hooks_tokens_fits(database_url: str) -> None:
    """In Lever each web hook has its own; none of them is empty."""
    with Ingest(database_url, lever_secrets=SecretStr("first, second,,")) as ingest:
        answers = [post(ingest, signed(secret, token=secret)) for secret in ("first", "second", "third", "")]
    assert [answer.status_code for answer in answers] == [202, 202, 401, 401]


@pytest.mark.parametrize(
    "changes",
    [{"triggeredAt": milliseconds(timedelta(hours=5))}, {"token": "other"}, {"signature": "\u00e9"}],
)
def test_what_is_signed_cannot_be_changed(ingest: Ingest, changes: dict[str, object]) -> None:
    """Neither the token nor the moment."""
    payload = json.dumps(json.loads(signed()) | changes).encode()
    assert post(ingest, payload).status_code == 401


@pytest.mark.parametrize(
    "changes",
    [
        {"token": None},
        {"token": 3},
        {"triggeredAt": "1773122400250"},
        {"triggeredAt": None},
        {"signature": None},
    ],
)
def test_without_what_is_signed_nothing_is_taken(ingest: Ingest, changes: dict[str, object]) -> None:
    """Missing, or of another type."""
    assert post(ingest, json.dumps(json.loads(signed()) | changes).encode()).status_code == 401
    assert ingest.scalar("SELECT count(*) FROM ingest.rows") == 0


def test_another_body_under_a_used_signature_is_refused(ingest: Ingest) -> None:
    """401, and nothing of it is read: the person is not forgotten; the same body is a repeat."""
    payload = signed()
    assert post(ingest, payload).json()["outcome"] == "new"
    answer = post(ingest, forged(payload))
    assert answer.status_code == 401
    assert answer.json()["type"].endswith("/v1/problems/used-signature")
    assert post(ingest, payload).json()["outcome"] == "known"
    assert ingest.types() == ["person.registered", "placement.started"]
    assert ingest.scalar("SELECT count(*) FROM ingest.rows") == 1


def test_the_first_of_one_group_is_taken(ingest: Ingest) -> None:
    """Both may arrive within the milliseconds in which web hooks are gathered."""
    payload = signed()
    webhooks = ingest.inbox.webhooks
    rows = [webhooks.row("lever", each) for each in (payload, forged(payload), payload)]
    first, other, again = webhooks.take(rows)
    assert first
    assert other is None
    assert again == first
    assert "person.erased" not in ingest.types()


def test_what_was_cleared_is_taken_by_nobody(ingest: Ingest) -> None:
    """After an erasure nothing is left to compare with, and nothing is told."""
    payload = signed()
    post(ingest, payload)
    post(ingest, in_body(json.dumps(DELETED).encode(), SECRET)[0])
    told = ingest.types()
    assert told[-1] == "person.erased"
    again = json.dumps(json.loads(payload), indent=1).encode()
    assert [post(ingest, each).status_code for each in (payload, again)] == [202, 202]
    assert ingest.types() == told
