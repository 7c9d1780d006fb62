"""Where a page ended: opaque to callers, and no page is disturbed by rows that come in meanwhile."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import date, datetime
from typing import Annotated, TypeVar
from uuid import UUID

import msgspec

SMALL = 2**31
"""What PostgreSQL takes as an integer is below this."""

Place = TypeVar("Place", bound=msgspec.Struct)


class BrokenCursorError(ValueError):
    """The text is no cursor this listing has given."""


class QueuePlace(msgspec.Struct, array_like=True, forbid_unknown_fields=True, frozen=True):
    """The last task of a page, by the order of the queue."""

    importance: Annotated[int, msgspec.Meta(ge=-SMALL, lt=SMALL)]
    closes_on: date
    person: UUID
    task: UUID


class TimelinePlace(msgspec.Struct, array_like=True, forbid_unknown_fields=True, frozen=True):
    """The last entry of a page, by the order of a timeline."""

    occurred: Annotated[str, msgspec.Meta(pattern=r"^[0-9TZ:.-]+$")]
    recorded_at: Annotated[datetime, msgspec.Meta(tz=True)]
    event: UUID


def cursor_of(place: msgspec.Struct) -> str:
    """The cursor for the rows after a place."""
    return urlsafe_b64encode(msgspec.json.encode(place)).decode().rstrip("=")


def place_of(cursor: str, kind: type[Place]) -> Place:
    """The place a cursor stands for. Raises `BrokenCursorError` for anything this listing has not given."""
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        return msgspec.json.decode(urlsafe_b64decode(padded.encode("ascii")), type=kind)
    except (ValueError, msgspec.DecodeError) as error:
        raise BrokenCursorError("expected a cursor as the page before gave it") from error
