"""What the person told us about themselves."""

from collections.abc import Iterable
from datetime import date

from msgspec import Struct

from services.rules.person.history import Said


class Words(Struct, frozen=True, array_like=True):
    """A note, a motivation or an interest, in words."""

    said: Said
    words: str | None


class Goal(Struct, frozen=True, array_like=True):
    """What the person wants to reach."""

    said: Said
    id: str
    target: date | None
    reached: bool
    words: str | None


class Achievement(Struct, frozen=True, array_like=True):
    """What the person achieved."""

    said: Said
    id: str
    on: date
    words: str | None


class Search(Struct, frozen=True, array_like=True):
    """The last word on whether they are looking for a job."""

    said: Said
    looking: bool


def in_words(heard: Iterable[Words | Goal]) -> str | None:
    """All that was said of a kind, the last word at the end."""
    said = sorted(heard, key=lambda one: one.said)
    return "; ".join(one.words for one in said if one.words) or None


def last_words(heard: Iterable[Words]) -> str | None:
    """What was said last of a kind, as far as it can still be read."""
    said = sorted(heard, key=lambda one: one.said)
    return next((one.words for one in reversed(said) if one.words), None)
