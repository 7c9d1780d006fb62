"""Our CSV of placements, row by row and as the difference of two."""

from datetime import UTC, date, datetime

import pytest
from vocabulary.payloads import placement

from services.ingest.feeds._placement import Placed
from services.ingest.feeds.placements import FEED, read_row
from services.ingest.rawrow import named
from services.ingest.reading import Keys, Said, Source, Statement
from services.ingest.standing import Consented
from shared.errors import UnreadableError
from shared.facts.people import ConsentGiven, ConsentWithdrawn
from shared.facts.placements import (
    PlacementCancelled,
    PlacementEnded,
    PlacementRescheduled,
    PlacementStarted,
)
from shared.facts.spans import exactly, month

SOURCE = Source("demo", "digest", datetime(2026, 3, 10, tzinfo=UTC), date(2026, 3, 10))


def stated(**changes: str) -> Statement:
    reading = read_row(named(FEED, list(placement(**changes).items())), SOURCE)
    assert isinstance(reading, Statement)
    return reading


def placed(**changes: str) -> Placed:
    return next(one for one in stated(**changes).standings if isinstance(one, Placed))


def told(*rows: dict[str, str]) -> list[Said]:
    """What the last of these rows says, after the others."""
    keep: bytes | None = None
    said: tuple[Said, ...] = ()
    for row in rows:
        found = placed(**row).tell(keep, "seed")
        keep, said = found.keep or keep, found.said
    return list(said)


def types(*rows: dict[str, str]) -> list[type]:
    return [type(said.body) for said in told(*rows)]


def test_a_row_places_somebody() -> None:
    """Who, where, as what, from when; it happened when it started."""
    (said,) = told({})
    assert isinstance(said.body, PlacementStarted)
    assert (said.body.client, said.body.title, said.body.recruiter) == (
        *("Acme", "Engineer"),
        "ann@agency.example",
    )
    assert said.body.starts == exactly(date(2026, 3, 2))
    assert said.occurred == "2026-03-02"
    assert stated().keys == Keys(("placements:person:C1",), ("email:jane@example.com",))


def test_a_start_that_lies_ahead_has_not_happened() -> None:
    """It is said on the day it was announced."""
    (said,) = told({"starts_on": "2026-05-01"})
    assert said.occurred is None


def test_a_start_may_be_a_month() -> None:
    """Never the first of it."""
    (said,) = told({"starts_on": "2026-02"})
    assert isinstance(said.body, PlacementStarted)
    assert said.body.starts == month(2026, 2)


def test_the_same_row_again_says_nothing() -> None:
    """However often a night's file is sent."""
    assert told({}, {}) == []


def test_another_date_corrects_the_placement() -> None:
    """Both dates are given whole."""
    (said,) = told({}, {"starts_on": "2026-03-05", "ends_on": "2026-09-01"})
    assert isinstance(said.body, PlacementRescheduled)
    assert (said.body.starts, said.body.ends) == (exactly(date(2026, 3, 5)), date(2026, 9, 1))


@pytest.mark.parametrize(
    ("row", "early"),
    [
        ({"ended_on": "2026-03-08"}, True),
        ({"ended_on": "2026-03-08", "ended_early": "no"}, False),
        ({"ended_on": "2026-03-08", "ends_on": "2026-03-08"}, False),
        ({"ended_on": "2026-03-08", "ends_on": "2026-06-01"}, True),
        ({"ended_on": "2026-03-08", "ends_on": "2026-03-08", "ended_early": "yes"}, True),
    ],
)
def test_an_end_is_early_when_it_was_meant_to_last(row: dict[str, str], early: bool) -> None:  # noqa: FBT001 - a table
    """By the column, by the agreed end, or because none was agreed."""
    *_, said = told({}, row)
    assert isinstance(said.body, PlacementEnded)
    assert said.body.early is early


def test_a_row_may_tell_start_and_end_at_once() -> None:
    """History comes in one file."""
    assert types({"ended_on": "2026-03-08"}) == [PlacementStarted, PlacementEnded]


def test_a_cancelled_placement_never_took_place() -> None:
    """Told once, also when nothing else was told before."""
    assert types({}, {"cancelled": "yes"}) == [PlacementCancelled]
    assert types({"cancelled": "yes"}) == [PlacementCancelled]
    assert types({"cancelled": "yes"}, {"cancelled": "yes", "title": "Lead"}) == []


def test_what_was_taken_back_is_stated_anew() -> None:
    """An end or a cancellation that does not hold any more."""
    assert types({"cancelled": "yes"}, {}) == [PlacementStarted]
    assert types({"ended_on": "2026-03-08"}, {}) == [PlacementStarted]


def test_other_words_are_stated_anew_with_all_that_holds() -> None:
    """A corrected client must not undo an end."""
    ended = {"ended_on": "2026-03-08"}
    assert types(ended, ended | {"client": "Globex"}) == [PlacementStarted, PlacementEnded]


@pytest.mark.parametrize(("cell", "told_"), [("yes", [ConsentGiven]), ("no", [ConsentWithdrawn]), ("", [])])
def test_consent_is_a_yes_a_no_or_silence(cell: str, told_: list[type]) -> None:
    """An empty cell says nothing."""
    consent = next(one for one in stated(consent=cell).standings if isinstance(one, Consented))
    assert [type(said.body) for said in consent.tell(None, "seed").said] == told_


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"placement_id": ""}, "placement_id"),
        ({"person_id": " "}, "person_id"),
        ({"starts_on": ""}, "starts_on"),
        ({"starts_on": "2026-02-30"}, "starts_on"),
        ({"starts_on": "2026-13"}, "starts_on"),
        ({"starts_on": "02/03/26"}, "starts_on"),
        ({"starts_on": "0001-01-01"}, "starts_on"),
        ({"ends_on": "2025-01-01"}, "ends_on"),
        ({"ended_on": "yesterday"}, "ended_on"),
        ({"employment": "forever"}, "employment"),
        ({"cancelled": "perhaps"}, "cancelled"),
        ({"email": "jane"}, "email"),
    ],
)
def test_a_bad_cell_is_refused_with_its_column(changes: dict[str, str], field: str) -> None:
    """The row goes to quarantine; the others are taken."""
    with pytest.raises(UnreadableError) as refused:
        stated(**changes)
    assert refused.value.field == field
