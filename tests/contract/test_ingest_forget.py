"""Somebody whom the agency is asked to forget, over HTTP."""

from collections.abc import Iterator

import pytest
from vocabulary.inbox import Ingest
from vocabulary.payloads import hire

NOBODY = "00000000-0000-4000-8000-000000000000"
JOHN = {"first_name": "John", "email_addresses": [{"value": "john@example.com"}]}


@pytest.fixture
def ingest(database_url: str) -> Iterator[Ingest]:
    with Ingest(database_url) as made:
        yield made


def test_who_is_forgotten_cannot_be_read_and_does_not_come_back(ingest: Ingest) -> None:
    """The key is gone; the same candidate, sent again, is not taken."""
    ingest.take(hire(1, 10))
    (jane,) = {event.subject for event in ingest.events()}
    answer = ingest.http.delete(f"/v1/people/{jane}")
    assert (answer.status_code, answer.json()["people"]) == (200, [jane])
    (erased,) = ingest.events("person.erased")
    assert (erased.subject, answer.json()["version"]) == (jane, f"{jane}:{erased.id}")
    assert answer.headers["Afterhire-Version"] == answer.json()["version"]
    assert not any("Jane" in repr(event.body) for event in ingest.events())
    told = len(ingest.records())
    ingest.take(hire(1, 12))
    assert len(ingest.records()) == told
    assert ingest.http.delete(f"/v1/people/{jane}").status_code == 410
    assert ingest.http.delete(f"/v1/people/{NOBODY}").status_code == 404


def test_who_was_merged_is_forgotten_with_them(ingest: Ingest) -> None:
    """By either id."""
    ingest.take(hire(1, 10), hire(2, 11, candidate_says=JOHN))
    ingest.follow()
    one, other = dict.fromkeys(event.subject for event in ingest.events())
    ingest.http.post(f"/v1/people/{other}/merge", json={"into": one})
    ingest.follow()
    answer = ingest.http.delete(f"/v1/people/{other}")
    assert set(answer.json()["people"]) == {one, other}
    assert {event.subject for event in ingest.events("person.erased")} == {one, other}
