"""What the market holds for the person."""

from datetime import date

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
