"""From a feed's own id to ours, over HTTP."""

from collections.abc import Iterator
from typing import Any

import pytest
from vocabulary.inbox import Ingest
from vocabulary.payloads import deletion, hire, merge

CSV = b"placement_id,person_id,starts_on,linkedin_url\nP-1,C-7,2026-03-01,https://www.linkedin.com/in/jane-doe\n"
"""A row of somebody whom two feeds can know."""


@pytest.fixture
def ingest(database_url: str) -> Iterator[Ingest]:
    with Ingest(database_url) as made:
        yield made


def named(ingest: Ingest, feed: str, theirs: str) -> Any:  # noqa: ANN401 - a response
    return ingest.http.get(f"/v1/feeds/{feed}/person", params={"id": theirs})


def test_each_feed_names_people_in_its_own_way(ingest: Ingest) -> None:
    """A number in Greenhouse, whatever the ATS has in a placements file, an address on LinkedIn."""
    ingest.take(hire(1))
    ingest.read("placements", CSV)
    jane, joan = (event.subject for event in ingest.events("placement.started"))
    assert named(ingest, "greenhouse", "1").json() == {"person": jane}
    assert named(ingest, "placements", "C-7").json() == {"person": joan}
    assert named(ingest, "linkedin", "linkedin.com/in/Jane-Doe/").json() == {"person": joan}


def test_after_a_merge_an_id_names_whom_they_became(ingest: Ingest) -> None:
    """As everything else that is told of them."""
    ingest.take(hire(1), hire(2, 11, candidate_says={"email_addresses": []}))
    survivor = ingest.events("placement.started")[-1].subject
    ingest.take(merge(1, into=2))
    assert named(ingest, "greenhouse", "1").json() == {"person": survivor}


@pytest.mark.parametrize(
    ("feed", "theirs"),
    [
        ("greenhouse", "9"),
        ("greenhouse", "jane"),
        ("linkedin", "jane"),
        ("placements", "C-7"),
        ("myats", "1"),
    ],
)
def test_of_whom_no_feed_has_told_there_is_nobody(ingest: Ingest, feed: str, theirs: str) -> None:
    """404, as for an id that is none, and for a feed that there is not."""
    answer = named(ingest, feed, theirs)
    assert (answer.status_code, answer.json()["type"]) == (404, "/v1/problems/not-found")


def test_who_was_erased_is_gone(ingest: Ingest) -> None:
    """410: the id is remembered, whom it named is not."""
    ingest.take(hire(1), deletion(1))
    assert named(ingest, "greenhouse", "1").status_code == 410


def test_an_id_is_needed(ingest: Ingest) -> None:
    """422."""
    assert named(ingest, "greenhouse", "").status_code == 422
    assert ingest.http.get("/v1/feeds/greenhouse/person").status_code == 422
