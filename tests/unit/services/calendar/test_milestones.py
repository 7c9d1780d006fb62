"""Days that matter in a placement beside its anniversaries."""

from datetime import UTC, date, datetime
from random import Random
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from services.calendar.announcements import Announced, Calendar, changes
from services.calendar.milestones import Terms
from services.calendar.placements import DateFact, placements

CALENDAR = Calendar(ZoneInfo("Europe/London"), terms=Terms(guarantee_days=90, probation_days=180))
FIRST = date(2026, 1, 1)
GUARANTEE_ENDS, PROBATION_ENDS = date(2026, 3, 31), date(2026, 6, 29)


def fact(
    kind: str, when: date, starts: date | None = None, ends: date | None = None, employment: str | None = None
) -> DateFact:
    recorded = datetime(when.year, when.month, when.day, 9, tzinfo=UTC)
    at = when.isoformat()
    return DateFact(at, recorded, f"{kind} {at} {starts}", "p", f"placement.{kind}", starts, ends, employment)


PERMANENT = fact("started", FIRST, FIRST, employment="permanent")
CONTRACT = fact("started", FIRST, FIRST, date(2026, 6, 30), "contract")


def said(found: tuple[Announced, ...]) -> list[tuple[str, date]]:
    return [(each.due.milestone, each.due.occurs_on) for each in found]


def wanted(today: date, *facts: DateFact) -> list[tuple[str, date]]:
    return said(changes(placements(facts), (), today, CALENDAR).announce)


def test_guarantee_and_probation_of_a_permanent_placement_are_announced_a_week_ahead() -> None:
    """Each on its last day; the calendar knows when to look."""
    early = changes(placements([PERMANENT]), (), date(2026, 3, 23), CALENDAR)
    assert (early.announce, early.look_again_on) == ((), date(2026, 3, 24))
    assert wanted(date(2026, 3, 24), PERMANENT) == [("guarantee_end", GUARANTEE_ENDS)]
    assert wanted(date(2026, 6, 22), PERMANENT)[1:] == [("probation_end", PROBATION_ENDS)]


def test_a_contract_has_an_end_and_nothing_else() -> None:
    """And is said to end when it was extended, on the new day alone."""
    assert wanted(date(2026, 6, 23), CONTRACT) == [("contract_end", date(2026, 6, 30))]
    extended = fact("rescheduled", date(2026, 6, 25), FIRST, date(2026, 9, 30))
    first = changes(placements([CONTRACT]), (), date(2026, 6, 23), CALENDAR)
    then = changes(placements([CONTRACT, extended]), first.announce, date(2026, 6, 25), CALENDAR)
    assert (said(then.retract), then.announce) == ([("contract_end", date(2026, 6, 30))], ())
    assert then.look_again_on == date(2026, 9, 23)


def test_what_ended_early_sees_no_milestone() -> None:
    """What was announced is taken back; said again after a new hire it is another fact."""
    first = changes(placements([PERMANENT]), (), date(2026, 3, 24), CALENDAR)
    over = fact("ended", date(2026, 3, 25), ends=date(2026, 3, 25))
    gone = changes(placements([PERMANENT, over]), first.announce, date(2026, 3, 25), CALENDAR)
    assert said(gone.retract) == [("guarantee_end", GUARANTEE_ENDS)]
    taken_back = tuple(each._replace(retracted=True) for each in first.announce)
    again = changes(placements([PERMANENT]), taken_back, date(2026, 3, 26), CALENDAR)
    assert again.announce[0].fact != first.announce[0].fact


def test_after_a_month_s_pause_each_missed_day_is_said_once_in_order() -> None:
    """Of two placements, by their days."""
    other = PERMANENT._replace(placement="q", fact="other", starts=date(2026, 1, 8))
    found = changes(placements([other, PERMANENT]), (), date(2026, 4, 24), CALENDAR)
    assert said(found.announce) == [("guarantee_end", GUARANTEE_ENDS), ("guarantee_end", date(2026, 4, 7))]
    after = changes(placements([other, PERMANENT]), found.announce, date(2026, 4, 24), CALENDAR)
    assert (after.announce, after.retract) == ((), ())


def test_an_agency_without_a_guarantee_is_told_of_none() -> None:
    """Nor of a probation that nobody is on."""
    calendar = Calendar(CALENDAR.zone, terms=Terms(0, 0))
    assert changes(placements([PERMANENT]), (), date(2026, 6, 22), calendar).announce == ()


DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31))
FACTS = st.lists(
    st.one_of(
        st.builds(
            fact, st.just("started"), DAYS, DAYS, st.none() | DAYS, st.sampled_from(["permanent", None])
        ),
        st.builds(fact, st.just("rescheduled"), DAYS, DAYS, st.none() | DAYS),
        st.builds(fact, st.just("cancelled"), DAYS),
        st.builds(fact, st.just("ended"), DAYS, st.none(), DAYS),
    ),
    max_size=6,
    unique_by=lambda one: one.fact,
)


@given(FACTS, st.randoms(use_true_random=False), DAYS)
def test_any_order_of_arrival_ends_in_the_same_announcements(
    facts: list[DateFact], rng: Random, today: date
) -> None:
    """What stands when all facts are known is what would have stood had they been known from the start."""
    standing: dict[str, Announced] = {}
    arrived: list[DateFact] = []
    for each in rng.sample(facts, len(facts)):
        arrived.append(each)
        found = changes(placements(arrived), standing.values(), today, CALENDAR)
        standing |= {one.fact: one._replace(retracted=True) for one in found.retract}
        standing |= {one.fact: one for one in found.announce}
    held = sorted(one.due for one in standing.values() if not one.retracted)
    assert held == sorted(one.due for one in changes(placements(facts), (), today, CALENDAR).announce)


def test_a_start_known_to_the_month_promises_no_day() -> None:
    """A guarantee that ends on some day of a month is not said to end on one; an agreed end is."""
    month = PERMANENT._replace(starts=date(2026, 1, 31), exact=False)
    assert wanted(date(2026, 12, 31), month) == []
    assert wanted(date(2026, 6, 23), CONTRACT._replace(exact=False)) == [("contract_end", date(2026, 6, 30))]
