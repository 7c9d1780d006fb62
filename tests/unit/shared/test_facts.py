from datetime import date

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.facts import KINDS, Fact, Json, Upcaster, event, kind_of, kind_of_body
from shared.facts.dates import ReviewDue
from shared.facts.spans import Span, exactly, month


def unchanged(fields: Json) -> Json:
    return fields


@pytest.mark.parametrize("name", sorted(KINDS))
def test_facts_are_frozen(name: str) -> None:
    """What happened has happened."""
    assert kind_of(name).body.__struct_config__.frozen


@pytest.mark.parametrize("name", sorted(KINDS))
def test_every_fact_says_what_it_means(name: str) -> None:
    """Each event's struct has a docstring of its own."""
    assert kind_of(name).body.__doc__ not in {None, Fact.__doc__}


def test_a_body_knows_its_kind() -> None:
    """The type's name stands in one place."""
    assert kind_of_body(ReviewDue(on=date(2024, 3, 1))) is kind_of("review.due")


def test_a_type_is_registered_once() -> None:
    """Two meanings under one name could not be told apart."""
    with pytest.raises(TypeError, match="registered twice"):
        event("review.due")(ReviewDue)


class Unread(Fact, frozen=True, kw_only=True):
    """Is refused by the registry in each of these tests."""

    words: str


@pytest.mark.parametrize("field", ["words", "unknown"])
def test_a_personal_field_needs_a_default(field: str) -> None:
    """Something has to stand in once the key is gone."""
    with pytest.raises(TypeError, match=field):
        event("test.unread", personal=(field,))(Unread)
    assert "test.unread" not in KINDS


@pytest.mark.parametrize("upcasters", [None, {2: unchanged}, {1: unchanged, 2: unchanged, 3: unchanged}])
def test_a_later_version_needs_an_upcaster_from_each_earlier_one(
    upcasters: dict[int, Upcaster] | None,
) -> None:
    """Every version ever written stays readable."""
    with pytest.raises(TypeError, match="upcaster"):
        event("test.unread", version=3, upcasters=upcasters)(Unread)
    assert "test.unread" not in KINDS


@pytest.mark.parametrize(
    ("span", "certainty", "words"),
    [
        (exactly(date(2024, 3, 1)), "exact", "2024-03-01"),
        (month(2024, 2), "month", "in 2024-02"),
        (
            Span(earliest=date(2024, 1, 1), latest=date(2024, 12, 31)),
            "interval",
            "between 2024-01-01 and 2024-12-31",
        ),
        (Span(latest=date(2024, 3, 1)), "interval", "by 2024-03-01"),
        (Span(earliest=date(2024, 3, 1)), "interval", "after 2024-03-01"),
        (Span(), "unknown", "at an unknown date"),
    ],
)
def test_a_span_says_how_well_its_date_is_known(span: Span, certainty: str, words: str) -> None:
    """A month or a year is never taken for its first day."""
    assert (span.certainty, str(span)) == (certainty, words)


@given(st.dates())
def test_only_a_day_known_exactly_is_a_day(day: date) -> None:
    """The day of a month is not known."""
    assert exactly(day).day == day
    assert month(day.year, day.month).day is None


@given(st.none() | st.dates(), st.none() | st.dates())
def test_every_span_can_be_said_and_written(earliest: date | None, latest: date | None) -> None:
    """Whatever is open or closed."""
    span = Span(earliest=earliest, latest=latest)
    assert str(span)
    assert msgspec.json.decode(msgspec.json.encode(span), type=Span) == span
