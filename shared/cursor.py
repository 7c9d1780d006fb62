"""Where a page ended: opaque to callers, and no page is disturbed by rows that come in meanwhile."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import TypeVar

import msgspec

Place = TypeVar("Place", bound=msgspec.Struct)


class BrokenCursorError(ValueError):
    """The text is no cursor this listing has given."""


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
