"""Reconnect before the silence is longer than their closeness allows."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from services.rules.person import Person
from services.rules.person.standing import Bond, Closeness, closeness
from services.rules.play import Days, Every, Play, PlaySettings
from services.rules.proposal import Proposal, days_after, facts, sure_start
from services.rules.wording import called, contact, reason, started, told
from shared.facts.tasks import Reason


class Settings(PlaySettings, frozen=True, kw_only=True):
    """What an agency can set."""

    days_before: Days = 14
    """How long before the longest silence is reached the task opens."""
    open_days: Days = 30
    warm_days: Days = 180
    """So long after an answer somebody is warm."""
    cold_days: Every = 365
    """After so long a silence somebody is cold."""
    longest_silence_advocate: Every = 90
    longest_silence_warm: Every = 120
    longest_silence_cool: Every = 180
    longest_silence_cold: Every = 365

    def longest_silences(self) -> dict[Closeness, int]:
        """How many days may pass without a contact."""
        return {
            Closeness.ADVOCATE: self.longest_silence_advocate,
            Closeness.WARM: self.longest_silence_warm,
            Closeness.COOL: self.longest_silence_cool,
            Closeness.COLD: self.longest_silence_cold,
        }


class Silence(NamedTuple):
    """From when on nobody was in touch."""

    since: date
    about: str
    asserted_by: tuple[str, ...]
    because: Reason


class Due(NamedTuple):
    """The day on which a silence gets too long, and how close they will be then."""

    on: date
    how_close: Closeness


def propose(person: Person, settings: Settings) -> Iterator[Proposal]:
    """One task for each silence: it began with the last contact, or else with the newest placement.

    A start that is known less well than to a month begins no silence. That days pass changes nothing; what
    changes how close they will be moves the day.
    """
    silence = _since_contact(person) or _since_placement(person)
    if silence:
        yield _reconnection(person, silence, _due(person, silence.since, settings), settings)


def _since_contact(person: Person) -> Silence | None:
    last = person.last_touch
    if last is None:
        return None
    because = reason(f"The last contact with {called(person)} was on {last.on}", last.said)
    return Silence(last.on, "", (last.said.fact,), because)


def _since_placement(person: Person) -> Silence | None:
    for post in reversed(person.posts):
        start = sure_start(post.began)
        if post.placement and start:
            because = reason(f"{started(person, post)}, and no contact is known", post.dated)
            return Silence(start, post.id, facts(post.asserted), because)
    return None


def _due(person: Person, since: date, settings: Settings) -> Due:
    """The first day on which the silence is as long as the closeness of that very day allows."""
    answered_on = person.answered.on if person.answered else None
    bond = Bond(person.advocate, since, answered_on)
    longest = {close: days_after(since, days) for close, days in settings.longest_silences().items()}
    turns = sorted((*longest.values(), *_turns(since, answered_on, settings)))
    days = (Due(day, closeness(day, bond, settings.warm_days, settings.cold_days)) for day in turns)
    return next(due for due in days if due.on >= longest[due.how_close])


def _turns(since: date, answered_on: date | None, settings: Settings) -> Iterator[date]:
    """The days from which on they are less close, so that a silence can be too long."""
    yield days_after(since, settings.cold_days + 1)
    if answered_on:
        yield days_after(answered_on, settings.warm_days + 1)


def _reconnection(person: Person, silence: Silence, due: Due, settings: Settings) -> Proposal:
    allowed = (due.on - silence.since).days
    opens_on = days_after(silence.since, max(allowed - settings.days_before, 0))
    return Proposal(
        about=silence.about,
        occurrence="silence",
        asserted_by=silence.asserted_by,
        opens_on=opens_on,
        closes_on=days_after(opens_on, settings.open_days),
        headline=f"Reconnect with {called(person)} before it goes cold",
        reasons=(silence.because, Reason(text=_limit(due, allowed))),
        brings=_brings(person),
    )


def _limit(due: Due, allowed: int) -> str:
    return f"Their closeness will be {due.how_close}, which allows {allowed} days: until {due.on}"


def _brings(person: Person) -> dict[str, str]:
    return told(
        {
            "last_contact": contact(person.last_touch),
            "last_answer": contact(person.answered),
            "last_note": person.last_note,
            "goals": person.goals_in_words,
            "motivations": person.motivations_in_words,
            "interests": person.interests_in_words,
        }
    )


PLAY = Play(
    "reconnect_before_it_goes_cold",
    "care",
    Settings(importance=3),
    propose,
    reads=("placements", "roles", "last_touch", "answered", "referrals", "reviews", "ratings"),
    shows=("notes", "goals", "motivations", "interests"),
    brings=("last_contact", "last_answer", "last_note", "goals", "motivations", "interests"),
)
