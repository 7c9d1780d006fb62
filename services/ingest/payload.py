"""JSON payloads, read into structs; what is wrong is said with the field's path."""

import re
from typing import TypeVar

import msgspec

from services.ingest import hidden
from shared.errors import UnreadableError

T = TypeVar("T")
LONGEST_WORD = 40
_WHERE = re.compile(r"^(?P<what>.*?)(?: - at `\$\.?(?P<path>.*)`)?$", re.DOTALL)
_MISSING = re.compile(r"Object missing required field `(?P<name>.*)`")


def decode(raw: bytes, type_: type[T]) -> T:
    """The payload as this type, without what is hidden in its texts.

    `UnreadableError` names the field by its path, like `payload.person.id`.
    """
    try:
        found = msgspec.json.decode(hidden.without(raw), type=type_)
        path = _nul(msgspec.json.decode(raw)) if b"\\u0000" in raw else None
    except msgspec.ValidationError as error:
        raise _invalid(str(error)) from None
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise UnreadableError(f"expected JSON, found {len(raw)} bytes that are none") from None
    except RecursionError:
        raise UnreadableError("expected JSON, found it nested without end") from None
    if path is not None:
        raise UnreadableError("expected text, found the character U+0000", field=path)
    return found


def word(text: str) -> str:
    """A vendor's own word for something, as it may stand in the open: letters, and not many."""
    return re.sub(r"[^a-z_]", "", text.lower())[:LONGEST_WORD] or "something else"


def _invalid(message: str) -> UnreadableError:
    found = _WHERE.match(message)
    what, path = (found["what"], found["path"] or "") if found else (message, "")
    if missing := _MISSING.match(what):
        path = f"{path}.{missing['name']}".lstrip(".")
        return UnreadableError(f"expected the field {path}, found none", field=path)
    reason = what[:1].lower() + what[1:].replace(", got ", ", found ")
    return UnreadableError(reason, field=path or None)


def _nul(value: object, path: str = "") -> str | None:
    """Where the one character stands that no database takes."""
    match value:
        case str():
            return path if "\0" in value else None
        case dict():
            children = [(f"{path}.{name}".lstrip("."), child) for name, child in value.items()]
        case list():
            children = [(f"{path}[{place}]", child) for place, child in enumerate(value)]
        case _:
            return None
    return next((found for where, child in children if (found := _nul(child, where)) is not None), None)
