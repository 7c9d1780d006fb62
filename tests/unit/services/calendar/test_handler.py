"""The calendar on a real database: what it says when facts arrive, and when days pass."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from vocabulary.handled import ANN, Clocked, fact, give, handle, mentions, parts_of, said

from services.calendar.announcements import Calendar
from services.calendar.handler import CalendarHandler
from services.calendar.tables import common, metadata
from services.local.processes import wait_until
from shared.database import transaction
from shared.envelope import computed_id
from shared.facts.corrections import FactRetracted
from shared.facts.dates import AnniversaryDue, ReviewDue
from shared.facts.people import PersonErased
from shared.facts.placements import PlacementCancelled, PlacementRescheduled, PlacementStarted
from shared.facts.spans import exactly, month
from shared.facts.tasks import PlanReviewWanted

PLACEMENT = "5f0c7a52-9f39-5c0b-8a53-1f1f0d5a8f10"


@pytest.fixture
def parts(database_url: str) -> Iterator[Clocked]:
    """The calendar's parts in a fresh database."""
    with parts_of(database_url, "calendar", metadata, common) as made:
        yield made


@pytest.fixture
def calendar(parts: Clocked) -> CalendarHandler:
    """The handler under test."""
    return CalendarHandler(parts.outbox, parts.vault, parts.clock, Calendar(parts.settings.zone))


def started(day: date) -> PlacementStarted:
    return PlacementStarted(feed="test", placement=PLACEMENT, starts=exactly(day))


def tick(parts: Clocked, calendar: CalendarHandler, days: int = 0) -> None:
    parts.clock.advance(timedelta(days=days))
    with transaction(parts.engine) as connection:
        calendar.tick(connection)


def bodies(parts: Clocked) -> list[object]:
    return [event.body for event in said(parts)]


def test_a_day_that_comes_near_is_announced_once(parts: Clocked, calendar: CalendarHandler) -> None:
    """Nothing eight days ahead, the announcement seven days ahead, nothing again the day after."""
    give(parts, calendar, fact(started(date(2025, 3, 10))))
    assert bodies(parts) == []
    tick(parts, calendar, days=1)
    tick(parts, calendar)
    tick(parts, calendar, days=1)
    assert bodies(parts) == [AnniversaryDue(placement=PLACEMENT, occurs_on=date(2026, 3, 10), years=1)]


def test_a_start_known_to_the_month_is_announced_for_its_end(
    parts: Clocked, calendar: CalendarHandler
) -> None:
    """The certainty survives the table."""
    began = PlacementStarted(feed="test", placement=PLACEMENT, starts=month(2025, 3))
    give(parts, calendar, fact(began))
    tick(parts, calendar, days=22)
    tick(parts, calendar, days=1)
    assert bodies(parts) == [AnniversaryDue(placement=PLACEMENT, occurs_on=date(2026, 3, 31), years=1)]


def test_a_correction_retracts_and_announces_anew(parts: Clocked, calendar: CalendarHandler) -> None:
    """The same fact twice changes nothing; a moved start takes back what was said of the old day."""
    begin = fact(started(date(2025, 3, 5)))
    give(parts, calendar, begin)
    give(parts, calendar, begin, begin)
    first = said(parts)
    assert [event.body for event in first] == [
        AnniversaryDue(placement=PLACEMENT, occurs_on=date(2026, 3, 5), years=1)
    ]
    moved = PlacementRescheduled(feed="test", placement=PLACEMENT, starts=exactly(date(2025, 3, 7)))
    give(parts, calendar, fact(moved, after=1))
    retracted, announced = (event.body for event in said(parts)[1:])
    assert isinstance(retracted, FactRetracted)
    assert retracted.fact == first[0].id
    assert announced == AnniversaryDue(placement=PLACEMENT, occurs_on=date(2026, 3, 7), years=1)


def test_a_retracted_placement_is_as_if_it_had_not_been(parts: Clocked, calendar: CalendarHandler) -> None:
    """In either order of arrival nothing stands announced."""
    begin = fact(started(date(2025, 3, 5)))
    give(parts, calendar, fact(FactRetracted(fact=begin.id, reason="a mistake"), after=1))
    give(parts, calendar, begin)
    tick(parts, calendar, days=2)
    assert bodies(parts) == []


def test_an_unhire_takes_the_announcement_back(parts: Clocked, calendar: CalendarHandler) -> None:
    """Cancelled after it was announced: the last word is the retraction."""
    give(parts, calendar, fact(started(date(2025, 3, 5))))
    give(parts, calendar, fact(PlacementCancelled(feed="test", placement=PLACEMENT), after=1))
    assert isinstance(bodies(parts)[-1], FactRetracted)


def test_a_plan_is_looked_at_again_on_its_day(parts: Clocked, calendar: CalendarHandler) -> None:
    """The latest wish holds, whichever arrives first; the day is said once."""
    give(parts, calendar, fact(PlanReviewWanted(on=date(2026, 3, 4), revision=2), after=2))
    give(parts, calendar, fact(PlanReviewWanted(on=date(2026, 3, 3), revision=1), after=1))
    tick(parts, calendar, days=1)
    assert bodies(parts) == []
    tick(parts, calendar, days=1)
    tick(parts, calendar, days=1)
    assert bodies(parts) == [ReviewDue(on=date(2026, 3, 4))]


def test_a_day_and_a_new_wish_do_not_wait_for_each_other(parts: Clocked, calendar: CalendarHandler) -> None:
    """The day waits for the person without holding the plan, and then sees that it is not due any more."""
    give(parts, calendar, fact(PlanReviewWanted(on=date(2026, 3, 2), revision=1)))
    later = fact(PlanReviewWanted(on=date(2026, 3, 9), revision=2), after=1)
    with ThreadPoolExecutor(1) as beside:
        with transaction(parts.engine) as handling:
            parts.outbox.lock(handling, [(later.agency, later.subject)])
            ticking = beside.submit(tick, parts, calendar)
            assert wait_until(lambda: waits_for_a_lock(parts), 4)
            handle(parts, calendar, handling, later)
        ticking.result(10)
    assert bodies(parts) == []


def waits_for_a_lock(parts: Clocked) -> bool:
    waiting = sa.text(
        "SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = database"
        " WHERE datname = current_database() AND locktype = 'advisory' AND NOT granted"
    )
    with transaction(parts.engine) as connection:
        return bool(connection.execute(waiting).scalar_one())


def test_after_an_erasure_nothing_is_kept_or_said(parts: Clocked, calendar: CalendarHandler) -> None:
    """Also a late fact about them leaves no trace."""
    give(parts, calendar, fact(PlanReviewWanted(on=date(2026, 3, 3), revision=1)))
    give(parts, calendar, fact(PersonErased(reason="asked"), after=1))
    give(parts, calendar, fact(started(date(2025, 3, 5)), after=2))
    tick(parts, calendar, days=3)
    assert bodies(parts) == []
    with transaction(parts.engine) as connection:
        kept = [table.name for table in metadata.sorted_tables if mentions(connection, table, ANN)]
    assert kept == ["people"]


def test_an_extension_counts_on_whatever_its_client_is_called(
    parts: Clocked, calendar: CalendarHandler
) -> None:
    """Two spellings of one client; neither can be read in what the calendar keeps."""
    first, second = (
        PlacementStarted(
            feed="test",
            placement=computed_id("placement", client),
            starts=exactly(starts),
            ends=ends,
            client=client,
        )
        for client, starts, ends in [
            ("Initech Ltd.", date(2024, 3, 5), date(2025, 2, 28)),
            ("INITECH", date(2025, 3, 3), None),
        ]
    )
    give(parts, calendar, fact(second))
    give(parts, calendar, fact(first, after=1))
    last = bodies(parts)[-1]
    assert last == AnniversaryDue(placement=second.placement, occurs_on=date(2026, 3, 5), years=2)
    with transaction(parts.engine) as connection:
        assert not mentions(connection, metadata.tables["calendar.facts"], "nitech")
