"""Extensions continue the count, rehires start it anew, in any order of arrival."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from services.calendar.announcements import Announced, Calendar, Due, changes
from services.calendar.milestones import Terms
from services.calendar.placements import DateFact, placements
from shared.envelope import computed_id

LONDON = Calendar(ZoneInfo("Europe/London"), terms=Terms(0, 0))
TODAY = date(2026, 3, 2)
INITECH, HOOLI = b"initech", b"hooli"


def placed(
    name: str,
    starts: date | None,
    ends: date | None = None,
    *,
    at: bytes | None = INITECH,
    kind: str = "started",
) -> DateFact:
    """A fact of a placement, recorded on its first day, or in the beginning where that is not known."""
    recorded = datetime.combine(starts or date(2020, 1, 1), datetime.min.time(), UTC) + timedelta(hours=9)
    fact = computed_id("fact", name, kind, starts, ends)
    return DateFact(
        recorded.isoformat(), recorded, fact, name, f"placement.{kind}", starts, ends, "contract", at
    )


def due(*facts: DateFact, today: date = TODAY) -> list[Due]:
    """All that is announced by today, when all is known."""
    return [each.due for each in changes(placements(facts), (), today, LONDON).announce]


def test_an_extension_as_a_placement_of_its_own_continues_the_count() -> None:
    """Over a weekend; years count from the first start, and only the last contract has an end."""
    first = placed("first", date(2023, 3, 6), date(2024, 3, 1))
    second = placed("second", date(2024, 3, 4), date(2025, 2, 28))
    third = placed("third", date(2025, 3, 1), date(2026, 3, 5))
    assert due(first, second, third) == [
        Due("second", 1, date(2024, 3, 6)),
        Due("third", 2, date(2025, 3, 6)),
        Due("third", 0, date(2026, 3, 5), "contract_end"),
    ]


def test_after_a_gap_the_count_starts_anew() -> None:
    """A rehire; and each contract had an end."""
    first = placed("first", date(2023, 3, 6), date(2024, 3, 1))
    again = placed("again", date(2024, 9, 2))
    assert due(first, again) == [
        Due("first", 0, date(2024, 3, 1), "contract_end"),
        Due("again", 1, date(2025, 9, 2)),
    ]


def test_another_client_is_another_employment() -> None:
    """And so is one that is not known: two of them need not be the same."""
    for others in ((INITECH, HOOLI), (None, None)):
        first = placed("first", date(2024, 3, 4), date(2025, 2, 28), at=others[0])
        second = placed("second", date(2025, 3, 3), at=others[1])
        assert due(first, second) == [
            Due("first", 0, date(2025, 2, 28), "contract_end"),
            Due("second", 1, date(2026, 3, 3)),
        ]


def test_a_cancelled_extension_leaves_the_first_contract_its_end() -> None:
    """What was announced of the extension is taken back."""
    first = placed("first", date(2025, 3, 4), date(2026, 3, 2))
    second = placed("second", date(2026, 3, 3), date(2026, 9, 30))
    before = changes(placements([first, second]), (), TODAY, LONDON)
    assert [each.due for each in before.announce] == [Due("second", 1, date(2026, 3, 4))]
    cancelled = placed("second", date(2026, 3, 4), kind="cancelled")
    after = changes(placements([first, second, cancelled]), before.announce, TODAY, LONDON)
    assert [each.due for each in after.retract] == [Due("second", 1, date(2026, 3, 4))]
    assert [each.due for each in after.announce] == [Due("first", 0, date(2026, 3, 2), "contract_end")]


def test_someone_who_moves_within_an_open_employment_has_one_count() -> None:
    """No end is known of the first; the anniversary is told once."""
    first, second = placed("first", date(2022, 3, 3)), placed("second", date(2024, 6, 3))
    assert [(one.years, one.occurs_on) for one in due(first, second) if one.occurs_on.year == TODAY.year] == [
        (4, date(2026, 3, 3))
    ]


DAYS = st.dates(date(2019, 1, 1), date(2026, 6, 1))
NAMES = st.sampled_from(["one", "two", "three"])
FACTS = st.lists(
    st.builds(
        lambda name, starts, length, at, kind: placed(
            name, starts, starts + timedelta(days=length) if length else None, at=at, kind=kind
        ),
        NAMES,
        st.one_of(DAYS, st.just(date(2020, 2, 29))),
        st.one_of(st.none(), st.integers(1, 900)),
        st.sampled_from([INITECH, HOOLI, None]),
        st.sampled_from(["started", "started", "rescheduled", "cancelled", "ended"]),
    ),
    max_size=7,
)


def standing(batches: Sequence[Sequence[DateFact]], today: date) -> set[Due]:
    """What stands announced after these batches of facts, each looked at as it arrives."""
    announced: dict[str, Announced] = {}
    known: list[DateFact] = []
    for batch in batches:
        known += batch
        found = changes(placements(known), announced.values(), today, LONDON)
        announced |= {each.fact: each for each in found.announce}
        announced |= {each.fact: each._replace(retracted=True) for each in found.retract}
    return {each.due for each in announced.values() if not each.retracted}


@given(FACTS, st.data(), DAYS)
def test_any_order_of_arrival_ends_in_the_same_announcements(
    facts: list[DateFact], data: st.DataObject, today: date
) -> None:
    """One by one in any order, as in one batch; and nothing stands announced twice."""
    arriving = data.draw(st.permutations(facts))
    assert standing([[each] for each in arriving], today) == standing([facts], today)


@given(FACTS, DAYS)
def test_the_calendar_never_sleeps_over_an_announcement(facts: list[DateFact], today: date) -> None:
    """Looking only on the days that it asked for says the same as looking each day, for two months."""
    last = today + timedelta(days=60)
    announced = list(changes(placements(facts), (), today, LONDON).announce)
    look = changes(placements(facts), announced, today, LONDON).look_again_on
    while look and look <= last:
        found = changes(placements(facts), announced, look, LONDON)
        announced += found.announce
        look = found.look_again_on
    assert {each.due for each in announced} == set(due(*facts, today=last))


def test_an_extension_known_to_the_month_follows_a_contract_that_ended_in_it() -> None:
    """From the 4th of March to some day of it: it may well have been the 5th."""
    first = placed("first", date(2023, 3, 6), date(2024, 3, 4))
    second = placed("second", date(2024, 3, 31))._replace(exact=False)
    assert due(first, second) == [
        Due("second", 2, date(2025, 3, 6)),
        Due("second", 3, date(2026, 3, 6)),
    ]
