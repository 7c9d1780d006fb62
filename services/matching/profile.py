"""What of a person matters to the market, from the facts that are known of them. Pure.

In any order of arrival the same facts make the same profile. Nothing readable is in it but fields, ranks,
days and what somebody wants to be paid: words, places and interests are hidden (see `words.py`).
"""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

import msgspec

TITLED = ("person.profiled", "role.observed", "role.changed", "placement.started")
"""Facts that say what somebody is or was."""


class Note(msgspec.Struct, frozen=True, omit_defaults=True):
    """What one fact says, as far as it matters here."""

    thing: str = ""
    """Which placement, referral or match."""
    field: str | None = None
    seniority: str = ""
    """By name; empty where the title does not tell."""
    words: tuple[int, ...] = ()
    """Hidden: the phrases of a title or an interest."""
    topic: int | None = None
    """Hidden: an interest, whole."""
    places: tuple[int, ...] = ()
    pay_from: int | None = None
    currency: str | None = None
    referred: str | None = None
    on: date | None = None


class Noted(NamedTuple):
    """A note and the fact it was taken of, in the total order of facts."""

    occurred: str
    recorded_at: str
    fact: str
    kind: str
    """The fact's type."""
    note: Note


class Seat(NamedTuple):
    """What somebody can be asked about: the field they are in (`field`), or were placed in (`placement`)."""

    kind: str
    field: str
    seniority: str
    words: tuple[int, ...] = ()
    places: tuple[int, ...] = ()
    pay_from: int | None = None
    currency: str | None = None


class Referral(NamedTuple):
    """Whom somebody told us of."""

    referral: str
    referred: str
    on: date


class Profile(NamedTuple):
    """A person, as the market sees them."""

    seats: tuple[Seat, ...] = ()
    interests: frozenset[int] = frozenset()
    refused: frozenset[str] = frozenset()
    """Matches that people said do not suit them."""
    referrals: tuple[Referral, ...] = ()
    placements: tuple[tuple[date, str], ...] = ()
    """The placements that took place: the first day, as far as it is known, and the id."""


def profile(noted: Iterable[Noted]) -> Profile:
    """Who this is, from notes that hold. Who does not want to be written to has no seats and no interests."""
    history = sorted(noted)
    refused = frozenset(each.note.thing for each in history if each.kind == "match.withdrawn")
    reached = Profile(refused=refused, referrals=_referrals(history), placements=_placements(history))
    if _last(history, "consent.withdrawn") > _last(history, "consent.given"):
        return reached
    interests = frozenset(each.note.topic for each in history if each.note.topic is not None)
    return reached._replace(seats=_seats(history), interests=interests)


def _last(history: list[Noted], kind: str) -> int:
    return max((place for place, each in enumerate(history) if each.kind == kind), default=-1)


def _seats(history: list[Noted]) -> tuple[Seat, ...]:
    stood = _standing(history)
    titled = [
        each for each in history if each.kind in TITLED and each.note.field and _took_place(each, stood)
    ]
    wished = next((each.note for each in reversed(history) if each.kind == "wish.stated"), Note())
    told = [each.note for each in history if each.kind != "wish.stated" and _took_place(each, stood)]
    words = frozenset(word for note in (*told, wished) for word in note.words)
    placed = [each.note for each in titled if each.kind == "placement.started"]
    now = [_seat("field", titled[-1].note, words, wished)] if titled else []
    once = {(note.field, note.seniority): note for note in placed}
    return (*now, *(_seat("placement", note, words, wished) for _, note in sorted(once.items())))


def _seat(kind: str, note: Note, words: frozenset[int], wished: Note) -> Seat:
    wish = (wished.places, wished.pay_from, wished.currency)
    return Seat(kind, note.field or "", note.seniority, tuple(sorted(words)), *wish)


def _standing(history: list[Noted]) -> set[str]:
    """The placements that took place: a later start of one that was cancelled counts again."""
    held: set[str] = set()
    for each in history:
        if each.kind == "placement.started":
            held.add(each.note.thing)
        elif each.kind == "placement.cancelled":
            held.discard(each.note.thing)
    return held


def _took_place(noted: Noted, stood: set[str]) -> bool:
    return noted.kind != "placement.started" or noted.note.thing in stood


def _placements(history: list[Noted]) -> tuple[tuple[date, str], ...]:
    stood = _standing(history)
    begun = ("placement.started", "placement.rescheduled")
    days = {each.note.thing: each.note.on for each in history if each.kind in begun}
    return tuple(sorted((day, one) for one, day in days.items() if day is not None and one in stood))


def _referrals(history: list[Noted]) -> tuple[Referral, ...]:
    notes = {each.note.thing: each.note for each in history if each.kind == "referral.made"}
    return tuple(
        Referral(one, note.referred, note.on)
        for one, note in sorted(notes.items())
        if note.referred is not None and note.on is not None
    )
