"""Cursors: opaque, and refused when they are not ours."""

from base64 import urlsafe_b64encode
from datetime import date
from uuid import UUID

import msgspec
import pytest

from services.query.cursor import QueuePlace, TimelinePlace
from shared.cursor import BrokenCursorError, cursor_of, place_of

PLACE = QueuePlace(2, date(2026, 3, 1), UUID(int=1), UUID(int=2))


def test_a_cursor_leads_back_to_its_place() -> None:
    """What a page ended with is where the next one begins."""
    assert place_of(cursor_of(PLACE), QueuePlace) == PLACE


@pytest.mark.parametrize("broken", ["x", "!!", "é", "e30", "WzFd", cursor_of(PLACE)[:-4], "A" * 900])
def test_a_broken_cursor_is_refused(broken: str) -> None:
    """Text of any kind, and cursors cut short, are one kind of mistake."""
    with pytest.raises(BrokenCursorError):
        place_of(broken, QueuePlace)


def test_the_cursor_of_another_listing_is_refused() -> None:
    """A place in the queue is none in a timeline."""
    with pytest.raises(BrokenCursorError):
        place_of(cursor_of(PLACE), TimelinePlace)


@pytest.mark.parametrize(
    ("kind", "forged"),
    [
        (QueuePlace, [2**31, "2026-03-01", str(UUID(int=1)), str(UUID(int=2))]),
        (QueuePlace, [1, "2026-03-01", "jane", str(UUID(int=2))]),
        (QueuePlace, [1, "2026-03-01", str(UUID(int=1))]),
        (TimelinePlace, ["\0", "2026-03-01T00:00:00Z", str(UUID(int=1))]),
        (TimelinePlace, ["2026-03-01", "2026-03-01T00:00:00", str(UUID(int=1))]),
    ],
)
def test_a_forged_cursor_never_reaches_the_database(kind: type[msgspec.Struct], forged: list[object]) -> None:
    """Values that no column could hold are refused before they are compared with one."""
    with pytest.raises(BrokenCursorError):
        place_of(urlsafe_b64encode(msgspec.json.encode(forged)).decode(), kind)
