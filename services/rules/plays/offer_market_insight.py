"""Offer what the market of their field pays and how it hires, to somebody who hires."""

from collections.abc import Iterator
from datetime import date

from services.rules.person import Person
from services.rules.person.contacts import Touch
from services.rules.person.titles import Hiring, hiring
from services.rules.play import Days, Every, Play, PlaySettings
from services.rules.proposal import Proposal, days_after, facts, recurring
from services.rules.wording import called, contact, hires, reason, told
from shared.facts.tasks import Material, Reason
from shared.naming import as_words
from shared.titles import read


class Settings(PlaySettings, frozen=True, kw_only=True):
    """What an agency can set."""

    after_days: Days = 30
    """How long they hire in the role before the first one, counted from the first day that is sure."""
    every_days: Every = 120
    """Counted from the last one done in the role; one that was missed counts on."""
    open_days: Days = 30


def propose(person: Person, settings: Settings) -> Iterator[Proposal]:
    """The next one, while they hire; none where their field is not known, for there is nothing to offer."""
    role = hiring(person)
    field = read(role.post.title).field if role else None
    if role and field:
        yield from _next(person, role, field, settings)


def _next(person: Person, role: Hiring, field: str, settings: Settings) -> Iterator[Proposal]:
    last = _last_done(person, role)
    first = days_after(last.on, settings.every_days) if last else days_after(role.since, settings.after_days)
    number, opens_on = recurring(first, settings.every_days, settings.open_days, person.today)
    closes_on = min(days_after(opens_on, settings.open_days), role.post.last_day or date.max)
    if max(opens_on, person.today) <= closes_on:
        yield Proposal(
            about=role.post.id,
            occurrence=str(number),
            asserted_by=(last.said.fact,) if last else facts(role.asserted),
            opens_on=opens_on,
            closes_on=closes_on,
            headline=f"Offer {called(person)} insight into the market, for hiring as {role.post.title}",
            reasons=_reasons(person, role, last),
            brings=_brings(role, field, last),
            materials=(Material(kind="benchmark", ref=field), Material(kind="trends", ref=field)),
        )


def _last_done(person: Person, role: Hiring) -> Touch | None:
    """The last one since they hire in the role: for a new role the series begins anew."""
    last = person.last_done(PLAY.name)
    return last if last and last.on >= role.since else None


def _reasons(person: Person, role: Hiring, last: Touch | None) -> tuple[Reason, ...]:
    because = hires(person, role)
    return (because, reason(f"The last insight went to them on {last.on}", last.said)) if last else (because,)


def _brings(role: Hiring, field: str, last: Touch | None) -> dict[str, str]:
    return told(
        {
            "field": as_words(field),
            "title": role.post.title,
            "employer": role.post.employer,
            "said_last_time": contact(last),
        }
    )


PLAY = Play(
    "offer_market_insight",
    "give",
    Settings(importance=3),
    propose,
    reads=("placements", "roles", "last_done"),
    brings=("field", "title", "employer", "said_last_time"),
)
