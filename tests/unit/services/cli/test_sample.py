"""The sample agency: its dates, and that its first day shows every play."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from vocabulary.agency import Agency
from vocabulary.inbox import NOW, Ingest
from vocabulary.payloads import deletion

from services.cli.sample import ASKED_LATER
from services.rules.cadence.asks import GIVES
from services.rules.plays import PLAYS
from shared.demo import FEEDS, FOLDER, dated, files, people
from shared.facts.matches import OpportunityMatched

LEAP_DAY = date(2028, 2, 29)


@pytest.fixture(params=[NOW.date(), LEAP_DAY], ids=str)
def agency(database_url: str, request: pytest.FixtureRequest) -> Iterator[Agency]:
    """The agency on its first day, whichever that is."""
    with Ingest(database_url) as ingest:
        ingest.pass_time((request.param - NOW.date()).days)
        yield Agency(ingest)


def test_dates_move_with_today() -> None:
    """Each placeholder is a number of days from today."""
    today = date(2026, 3, 1)
    assert dated("{{today}} {{today-7d}} {{today+30d}}", today) == "2026-03-01 2026-02-22 2026-03-31"


def test_the_first_day_shows_every_play(agency: Agency) -> None:
    """Each has a task in the queue, apart from asks, which come after three gives: they are held back."""
    planned = {one.task.play for one in agency.stood() if one.because is None}
    waiting = {one.task.play for one in agency.stood() if one.because == GIVES}
    assert planned == set(PLAYS) - set(ASKED_LATER)
    assert waiting == set(ASKED_LATER)
    assert {PLAYS[play].side for play in ASKED_LATER} == {"ask"}


def test_the_samples_job_is_told_to_whom_it_fits(agency: Agency) -> None:
    """Matching finds somebody for it, and the rules make a task of that."""
    found = {one.body.job for one in agency.matched() if isinstance(one.body, OpportunityMatched)}
    planned = {one.task.about for one in agency.stood() if one.because is None}
    assert len(found) == 1
    assert found <= planned


def test_nothing_of_the_sample_is_refused_and_a_second_start_tells_nothing(agency: Agency) -> None:
    """Every row is read; the same files and words again are known."""
    before = agency.told()
    assert agency.ingest.parked() == []
    agency.send()
    assert agency.told() == before


def test_every_file_is_sent() -> None:
    """What lies in its folders is a feed's file, or what is known of a person; beside them are scripts."""
    told = len(list(people(NOW.date())))
    assert len(files()) + told == sum(1 for file in FOLDER.glob("*/*") if file.is_file())
    assert {folder.name for folder in FOLDER.iterdir() if folder.suffix != ".py"} == {*FEEDS, "people"}


def test_what_is_refused_is_told_and_keeps_nothing_else_from_being_sent(database_url: str) -> None:
    """A mapping that was saved since, somebody who was erased: a start goes on without them."""
    with Ingest(database_url) as ingest:
        agency = Agency(ingest)
        assert agency.send() == []
        ingest.http.put("/v1/feeds/placements/mapping", json={"columns": {"Nr": "placement_id"}})
        known = next(each for each in people(NOW.date()) if each.feed == "greenhouse")
        ingest.take(deletion(int(known.id)))
        refused = agency.send()
        assert any(each.startswith("placements/") and "expected the columns" in each for each in refused)
        assert any(each.startswith(f"what is known of greenhouse {known.id}: ") for each in refused)


@pytest.mark.parametrize("day", [NOW.date(), LEAP_DAY])
def test_what_is_told_once_has_an_id_of_its_own(day: date) -> None:
    """A start on a later day says nothing twice; only matches are said anew, under the same match."""
    later = list(people(day + timedelta(days=1)))
    for known, again in zip(people(day), later, strict=True):
        for fact, repeated in zip(known.facts, again.facts, strict=True):
            assert fact["kind"] in ("opportunity", "resource") or fact["id"] == repeated["id"]
