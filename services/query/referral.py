"""That somebody told the agency of somebody, and what came of it. Pure."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from services.query.void import void_facts
from shared.envelope import Event
from shared.facts.favours import ReferralMade, ReferralPlaced


class Referral(NamedTuple):
    """That somebody told us of somebody."""

    by: str
    fact: str
    referral: str
    referred: str | None
    """The person they told us of, under the id they have now; `None`: not known, or forgotten."""
    name: str | None
    on: date
    placed_on: date | None


def last(person: str, into: Mapping[str, str | None]) -> str | None:
    """Who somebody turned out to be, over however many merges; `None` for who was forgotten."""
    now: str | None = person
    while now is not None and now in into:
        now = into[now]
    return now


def held(events: Iterable[Event]) -> list[Referral]:
    """The referrals of one person's events."""
    ordered = sorted(events, key=lambda event: event.order)
    void = void_facts(ordered)
    made: dict[str, Referral] = {}
    placed: dict[str, ReferralPlaced] = {}
    for event in ordered:
        match event.body:
            case ReferralMade() as body if event.id not in void:
                known = (event.subject, event.id, body.referral, body.referred, body.name, body.on)
                made[body.referral] = Referral(*known, placed_on=None)
            case ReferralPlaced() as body if event.id not in void:
                placed[body.referral] = body
    return [_with(one, placed.get(one.referral)) for one in made.values()]


def _with(one: Referral, came: ReferralPlaced | None) -> Referral:
    return one._replace(placed_on=came.on, name=one.name or came.name) if came else one


def known_as(one: Referral, now: Mapping[str, str | None]) -> Referral:
    """With the id of today; of who was forgotten not even a name that somebody else said."""
    if one.referred is None or one.referred not in now:
        return one
    known = now[one.referred]
    return one._replace(referred=known, name=one.name if known else None)
