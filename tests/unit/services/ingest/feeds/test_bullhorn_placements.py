"""Placements as Bullhorn's events tell them: by samples in its shape and by one of its own."""

import json
from datetime import date
from typing import Any

import msgspec
import pytest
from vocabulary.hooks import SOURCE, stated, told
from vocabulary.payloads import sample

from services.ingest.feeds._bullhorn_placement import placement
from services.ingest.feeds.bullhorn import FEED
from services.ingest.reading import Keys, Silence
from shared.facts import Fact
from shared.facts.placements import (
    PlacementCancelled,
    PlacementEnded,
    PlacementRescheduled,
    PlacementStarted,
)
from shared.facts.spans import exactly

CANDIDATE = "bullhorn:candidate:21805"
PLACEMENT = placement("demo", "3405")
STARTED = PlacementStarted(
    feed="bullhorn",
    placement=PLACEMENT,
    starts=exactly(date(2026, 3, 2)),
    recruiter="ann@agency.example",
    employment="contract",
    ends=date(2026, 8, 28),
    client="Merrimack Robotics, Inc.",
    title="Senior Data Engineer",
)
PERMANENT = msgspec.structs.replace(STARTED, employment="permanent", ends=None)
CANCELLED = PlacementCancelled(feed="bullhorn", placement=PLACEMENT)


def raw(name: str) -> bytes:
    return sample(f"bullhorn/{name}.json")


def posted(name: str, /, **changes: Any) -> bytes:  # noqa: ANN401 - JSON
    """A sample whose entity says something else."""
    found = json.loads(raw(name))
    found["entity"] |= changes
    return json.dumps(found).encode()


FACTS: list[tuple[tuple[str, ...], list[Fact]]] = [
    (("Placement",), [STARTED]),
    (("Placement__permanent",), [PERMANENT]),
    (
        ("Placement", "Placement__terminated"),
        [
            STARTED,
            PlacementRescheduled(
                feed="bullhorn", placement=PLACEMENT, starts=STARTED.starts, ends=date(2026, 5, 15)
            ),
            PlacementEnded(
                feed="bullhorn",
                placement=PLACEMENT,
                ended_on=date(2026, 5, 15),
                early=True,
                words="Budget cut",
            ),
        ],
    ),
    (("Placement__no_show",), [msgspec.structs.replace(CANCELLED, words="No Show")]),
    (("Placement", "Placement__no_show"), [STARTED, msgspec.structs.replace(CANCELLED, words="No Show")]),
    (("Placement", "Placement__gone"), [STARTED, CANCELLED]),
    (
        ("Placement", "PlacementChangeRequest__extension"),
        [
            STARTED,
            PlacementRescheduled(
                feed="bullhorn", placement=PLACEMENT, starts=STARTED.starts, ends=date(2026, 12, 18)
            ),
        ],
    ),
    (("PlacementChangeRequest__extension",), []),
    (
        ("Placement__vendors",),
        [
            PlacementStarted(
                feed="bullhorn",
                placement=placement("demo", "1"),
                starts=exactly(date(2013, 11, 25)),
                employment="contract",
                title="Dubstep Artist",
            )
        ],
    ),
]


@pytest.mark.parametrize(("names", "facts"), FACTS)
def test_samples_tell_their_facts(names: tuple[str, ...], facts: list[Fact]) -> None:
    """No more and no less, one after the other."""
    assert told(FEED, *map(raw, names)) == facts


def test_a_placement_waits_for_its_candidate_and_a_change_for_its_placement() -> None:
    """A change that is not approved says nothing, nor does one that is taken back."""
    found = stated(FEED, raw("Placement"))
    assert found.keys == Keys((CANDIDATE,), ("bullhorn:placement:3405",))
    assert found.waits == "the candidate 21805"
    change = stated(FEED, raw("PlacementChangeRequest__extension"))
    assert (change.keys, change.waits) == (Keys(("bullhorn:placement:3405",)), "the placement 3405")
    assert FEED.read(raw("PlacementChangeRequest__submitted"), SOURCE) == Silence()
    assert stated(FEED, raw("Placement__gone")).of_known


def test_what_was_changed_earlier_comes_late() -> None:
    """The extension holds, though the placement as it was before is sent once more."""
    late = posted("Placement", comments="sent again")
    assert len(told(FEED, raw("Placement"), raw("PlacementChangeRequest__extension"), late)) == 2


@pytest.mark.parametrize(
    ("entity", "facts"),
    [
        ({"employmentType": "Temporary"}, [msgspec.structs.replace(STARTED, employment="contract")]),
        ({"employmentType": "Perm"}, [STARTED]),
        ({"employmentType": "W2", "dateEnd": None}, [PERMANENT]),
        ({"status": "Completed", "dateEnd": None, "employmentType": "Permanent"}, [PERMANENT]),
        ({"status": "Rejected"}, [CANCELLED]),
        ({"status": "Terminated", "dateEnd": 1772341200000, "terminationReason": None}, [CANCELLED]),
        (
            {"status": "Completed"},
            [
                STARTED,
                PlacementEnded(feed="bullhorn", placement=PLACEMENT, ended_on=date(2026, 8, 28), early=False),
            ],
        ),
        (
            {"status": "Terminated", "dateEnd": None, "dateLastModified": 1776276000000},
            [
                msgspec.structs.replace(STARTED, ends=None),
                PlacementEnded(feed="bullhorn", placement=PLACEMENT, ended_on=date(2026, 4, 15), early=True),
            ],
        ),
    ],
    ids=range(8),
)
def test_what_dates_and_status_mean_together(entity: dict[str, object], facts: list[Fact]) -> None:
    """A permanent one that is completed goes on; one broken off without a day was over by its last change."""
    assert told(FEED, posted("Placement", **entity)) == facts
