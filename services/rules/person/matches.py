"""What the market holds for the person."""

from collections.abc import Mapping
from datetime import date
from typing import TypeVar

from msgspec import Struct

from services.rules.person.history import Said


class Withdrawal(Struct, frozen=True, array_like=True):
    """That a match does not hold any more."""

    said: Said
    because: str


class Opening(Struct, frozen=True, array_like=True):
    """A job that fits the person."""

    said: Said
    id: str
    """Of the match."""
    job: str
    kind: str
    posted_on: date
    closes_on: date | None
    title: str | None
    client: str | None
    place: str | None
    score: int
    why: str | None


class Find(Struct, frozen=True, array_like=True):
    """An article or an event that meets an interest of theirs."""

    said: Said
    id: str
    """Of the match."""
    resource: str
    kind: str
    found_on: date
    ends_on: date | None
    title: str | None
    url: str | None
    interest: str | None


M = TypeVar("M", Opening, Find)


def holding(matches: Mapping[str, M], withdrawals: Mapping[str, Withdrawal]) -> list[M]:
    """Those that nothing has withdrawn since they were said, the one said last at the end."""
    held = (match for match in matches.values() if not _withdrawn(match, withdrawals.get(match.id)))
    return sorted(held, key=_said)


def _withdrawn(match: Opening | Find, withdrawal: Withdrawal | None) -> bool:
    return withdrawal is not None and withdrawal.said > match.said


def _said(match: Opening | Find) -> Said:
    return match.said
