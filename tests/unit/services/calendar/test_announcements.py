"""What the calendar says of a placement's anniversaries, and takes back."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from services.calendar.announcements import Announced, Calendar, Changes, changes
from services.calendar.dates import LeapDay
from services.calendar.placements import DateFact, placements

LONDON = Calendar(ZoneInfo("Europe/London"))
PLACEMENT = "5f0c7a52-9f39-5c0b-8a53-1f1f0d5a8f10"


def fact(
    kind: str, when: date, starts: date | None = None, ends: date | None = None, id_: str = ""
) -> DateFact:
    recorded = datetime(when.year, when.month, when.day, 9, tzinfo=UTC)
    return DateFact(when.isoformat(), recorded, id_ or f"{kind} {when}", PLACEMENT, kind, starts, ends)


def started(starts: date | None, when: date = date(2024, 3, 1)) -> DateFact:
    return fact("placement.started", when, starts)


def on(today: date, *facts: DateFact, announced: tuple[Announced, ...] = ()) -> Changes:
    return changes(placements(facts), announced, today, LONDON)


def days(found: tuple[Announced, ...]) -> list[tuple[int, date]]:
    return [(each.due.years, each.due.occurs_on) for each in found]


def test_an_anniversary_is_announced_seven_days_ahead() -> None:
    """Eight days ahead nothing is said, seven days ahead it is, and the calendar knew when to look."""
    early = on(date(2025, 3, 2), started(date(2024, 3, 10)))
    assert (early.announce, early.look_again_on) == ((), date(2025, 3, 3))
    assert days(on(date(2025, 3, 3), started(date(2024, 3, 10))).announce) == [(1, date(2025, 3, 10))]


def test_what_was_announced_is_not_announced_again() -> None:
    """The same day looked at twice says nothing new."""
    first = on(date(2025, 3, 3), started(date(2024, 3, 10)))
    again = on(date(2025, 3, 4), started(date(2024, 3, 10)), announced=first.announce)
    assert (again.announce, again.retract) == ((), ())


def test_after_a_long_pause_each_missed_day_is_said_in_order() -> None:
    """Three years without the calendar: three anniversaries, the oldest first."""
    found = on(date(2027, 4, 1), started(date(2024, 3, 10)))
    assert days(found.announce) == [(1, date(2025, 3, 10)), (2, date(2026, 3, 10)), (3, date(2027, 3, 10))]


def test_a_history_that_is_imported_opens_no_old_anniversary() -> None:
    """What was over for more than ten days when the placement became known is left out."""
    found = on(date(2024, 3, 15), started(date(2014, 3, 10), when=date(2024, 3, 15)))
    assert days(found.announce) == [(10, date(2024, 3, 10))]
    late = on(date(2024, 3, 25), started(date(2014, 3, 10), when=date(2024, 3, 25)))
    assert days(late.announce) == []


def test_a_corrected_date_takes_back_and_announces_anew() -> None:
    """A moved start retracts the old day; moved back, the day gets a fact of its own."""
    start = started(date(2024, 3, 10))
    moved = fact("placement.rescheduled", date(2025, 3, 4), date(2024, 3, 11))
    back = fact("placement.rescheduled", date(2025, 3, 5), date(2024, 3, 10))
    first = on(date(2025, 3, 4), start).announce
    second = on(date(2025, 3, 4), start, moved, announced=first)
    assert (days(second.retract), days(second.announce)) == (
        [(1, date(2025, 3, 10))],
        [(1, date(2025, 3, 11))],
    )
    taken_back = (first[0]._replace(retracted=True),)
    third = on(date(2025, 3, 5), start, moved, back, announced=(*taken_back, *second.announce))
    assert days(third.announce) == [(1, date(2025, 3, 10))]
    assert third.announce[0].fact != first[0].fact


def test_the_order_of_arrival_does_not_matter() -> None:
    """The latest correction holds, even when it arrives first."""
    start = started(date(2024, 3, 10))
    moved = fact("placement.rescheduled", date(2025, 1, 4), date(2024, 3, 11))
    assert on(date(2025, 3, 4), moved, start) == on(date(2025, 3, 4), start, moved)


def test_a_cancelled_or_ended_placement_has_no_anniversary() -> None:
    """An un-hire takes everything back, an end what would come after it; a new hire counts again."""
    start = started(date(2024, 3, 10))
    first = on(date(2025, 3, 4), start).announce
    cancelled = fact("placement.cancelled", date(2025, 3, 5))
    ended = fact("placement.ended", date(2025, 3, 5), ends=date(2025, 3, 4))
    assert on(date(2025, 3, 5), start, cancelled, announced=first).retract == first
    assert on(date(2025, 3, 5), start, ended, announced=first).retract == first
    again = fact("placement.started", date(2025, 3, 6), date(2024, 3, 10))
    assert days(on(date(2025, 3, 6), start, cancelled, again).announce) == [(1, date(2025, 3, 10))]


def test_a_month_is_not_a_day() -> None:
    """A placement known to the month only has no anniversary: never the first of the month."""
    assert on(date(2025, 3, 4), started(None)) == Changes((), (), None)


def in_month(latest: date) -> DateFact:
    """A start of which only the month is known, which ends on this day."""
    return started(latest)._replace(exact=False)


def test_of_a_start_known_to_the_month_the_year_is_full_at_its_end() -> None:
    """Not on the first: somebody may have begun on any of its days."""
    early = on(date(2025, 3, 23), in_month(date(2024, 3, 31)))
    assert (early.announce, early.look_again_on) == ((), date(2025, 3, 24))
    assert days(on(date(2025, 3, 24), in_month(date(2024, 3, 31))).announce) == [(1, date(2025, 3, 31))]


def test_a_month_that_has_a_leap_day_has_no_anniversary_in_march() -> None:
    """Whatever the agency does with the 29th: who began in some February is congratulated in February."""
    in_march = Calendar(LONDON.zone, LeapDay.MARCH_1)
    known = placements([in_month(date(2024, 2, 29))])
    found = changes(known, (), date(2025, 3, 1), in_march)
    assert days(found.announce) == [(1, date(2025, 2, 28))]
    assert days(
        changes(placements([started(date(2024, 2, 29))]), (), date(2025, 3, 1), in_march).announce
    ) == [(1, date(2025, 3, 1))]


def test_a_month_that_becomes_a_day_takes_back_and_announces_anew() -> None:
    """The exact day arrives after the month's end was announced."""
    known = in_month(date(2024, 3, 31))
    first = on(date(2025, 3, 24), known).announce
    exact = fact("placement.rescheduled", date(2025, 3, 24), date(2024, 3, 28))
    second = on(date(2025, 3, 24), known, exact, announced=first)
    assert (days(second.retract), days(second.announce)) == (
        [(1, date(2025, 3, 31))],
        [(1, date(2025, 3, 28))],
    )
