"""Two people whom a recruiter says to be one, over HTTP."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from vocabulary.inbox import Ingest
from vocabulary.payloads import deletion, hire, merge

JOHN = {"first_name": "John", "email_addresses": [{"value": "john@example.com"}]}
NOBODY = "00000000-0000-4000-8000-000000000000"


@pytest.fixture
def ingest(database_url: str) -> Iterator[Ingest]:
    with Ingest(database_url) as made:
        yield made


@pytest.fixture
def two(ingest: Ingest) -> tuple[str, str]:
    """Candidates 1 and 2, known and followed; who they are."""
    ingest.take(hire(1, 10), hire(2, 11, candidate_says=JOHN))
    ingest.follow()
    one, other = dict.fromkeys(event.subject for event in ingest.events())
    return one, other


def join(ingest: Ingest, person: str, into: str) -> Any:  # noqa: ANN401 - a response
    return ingest.http.post(f"/v1/people/{person}/merge", json={"into": into})


def test_the_survivor_is_told_all_past_and_to_come(ingest: Ingest, two: tuple[str, str]) -> None:
    """Under the facts' own ids, each marked with the merge; nothing is told twice."""
    one, other = two
    answer = join(ingest, other, one)
    assert (answer.status_code, answer.json()["person"], answer.json()["new"]) == (200, one, True)
    assert answer.headers["Afterhire-Version"] == answer.json()["version"]
    ingest.follow()
    (absorbed,) = ingest.events("person.absorbed")
    assert (absorbed.subject, answer.json()["version"]) == (other, f"{other}:{absorbed.id}")
    before = {event.id for event in ingest.events() if event.subject == other} - {absorbed.id}
    assert {event.id for event in ingest.events() if event.forwarded_by} == before
    ingest.take(hire(2, 12, candidate_says=JOHN))
    ingest.follow()
    assert ingest.events("placement.started")[-1].subject == one


def test_who_is_one_already_is_merged_no_more(ingest: Ingest, two: tuple[str, str]) -> None:
    """Neither again nor the other way round."""
    one, other = two
    join(ingest, other, one)
    again = [join(ingest, other, one), join(ingest, one, other)]
    assert [(each.status_code, each.json()) for each in again] == [
        (200, {"person": one, "new": False, "version": None})
    ] * 2
    assert len(ingest.events("person.absorbed")) == 1


def test_at_once_in_both_directions_one_merge_holds(ingest: Ingest, two: tuple[str, str]) -> None:
    """Neither waits for the other for ever; who came second is asked to try again, or finds it done."""
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda way: join(ingest, *way), [two, two[::-1]]))
    assert {each.status_code for each in answers} <= {200, 503}
    assert len(ingest.events("person.absorbed")) == 1


@pytest.mark.parametrize("candidate", [1, 2])
def test_an_erasure_of_either_record_erases_both(
    ingest: Ingest, two: tuple[str, str], candidate: int
) -> None:
    """Both records live on in the feed, unlike after the feed's own merge."""
    join(ingest, two[1], two[0])
    ingest.follow()
    ingest.take(deletion(candidate))
    assert {event.subject for event in ingest.events("person.erased")} == set(two)
    assert join(ingest, two[1], two[0]).status_code == 410


def test_a_record_that_its_feed_merged_away_stays_so(ingest: Ingest, two: tuple[str, str]) -> None:
    """Its deletion erases nobody, also after a merge by hand."""
    third = {"first_name": "Jo", "email_addresses": []}
    ingest.take(hire(3, 13, candidate_says=third), merge(3, into=2))
    join(ingest, two[1], two[0])
    ingest.take(deletion(3))
    assert ingest.events("person.erased") == []


def test_both_have_to_be_known_and_two(ingest: Ingest, two: tuple[str, str]) -> None:
    """404 for nobody, 422 for the same person and for a question that is none; nothing is said."""
    one, _ = two
    assert [join(ingest, *way).status_code for way in [(NOBODY, one), (one, NOBODY), (one, one)]] == [
        404,
        404,
        422,
    ]
    assert join(ingest, one, "jane").status_code == 422
    assert ingest.events("person.absorbed") == []
