import uuid
from datetime import UTC, date, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st
from vocabulary.strategies import any_event, moments

from shared.envelope import NAMESPACE, Event, computed_id, key, moment


def test_the_same_parts_make_the_same_id() -> None:
    """Handling a record again gives the ids it gave the first time, in every process."""
    assert computed_id("greenhouse", 17) == computed_id("greenhouse", "17")
    assert computed_id("greenhouse", 17) == "f018139d-e6cf-5990-9e06-8c1612f09082"


parts = st.lists(st.text(alphabet="ab", max_size=3), min_size=1, max_size=3)


@given(parts, parts)
def test_other_parts_make_another_id(one: list[str], other: list[str]) -> None:
    """Where one part ends and the next begins counts too."""
    assert (computed_id(*one) == computed_id(*other)) == (one == other)
    assert uuid.UUID(computed_id(*one)).version == 5


@given(st.lists(st.text(alphabet=st.characters(exclude_categories=["Cs"])), min_size=1, max_size=4))
def test_computed_ids_are_uuids_of_version_5(said: list[str]) -> None:
    """Any other program can compute them too, under the same root."""
    assert computed_id(*said) == str(uuid.uuid5(NAMESPACE, "\x1f".join(said)))


def test_a_day_stays_a_day() -> None:
    """A plain calendar date is never turned into an instant."""
    assert moment(date(2024, 2, 29)) == "2024-02-29"


def test_a_moment_is_written_in_utc() -> None:
    """Wherever it was measured, to the microsecond."""
    there = timezone(timedelta(hours=-5))
    assert moment(datetime(2024, 3, 1, 19, 30, tzinfo=there)) == "2024-03-02T00:30:00.000000Z"


@given(moments, moments)
def test_moments_sort_as_text_as_they_do_in_time(one: datetime, other: datetime) -> None:
    """So that databases and programs agree on the order."""
    assert (moment(one) < moment(other)) == (one < other)


@given(any_event, any_event)
def test_the_order_is_total(one: Event, other: Event) -> None:
    """Occurred, then recorded, then the id: two different events never tie."""
    if one.id != other.id:
        assert (one.order < other.order) != (other.order < one.order)
    assert one.order == (one.occurred, one.recorded_at, one.id)


def test_a_key_holds_ids_only() -> None:
    """The agency and the subject."""
    assert key("demo", "7") == b"demo/7"


def test_an_aware_moment_is_kept_as_utc() -> None:
    """The moment is the same, only its name changes."""
    assert moment(datetime(2024, 3, 1, tzinfo=UTC)) == "2024-03-01T00:00:00.000000Z"
