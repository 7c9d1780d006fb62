"""Invite them to catch up, half a year after the last call or meeting."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from services.rules.person import Person
from services.rules.play import Days, Every, Play, PlaySettings
from services.rules.proposal import Proposal, counted_from, days_after, facts, recurring
from services.rules.wording import called, contact, reason, started, told
from shared.facts.tasks import Material, Reason

WEEK = 7


class Settings(PlaySettings, frozen=True, kw_only=True):
    """What an agency can set."""

    silence_days: Every = 180
    """Counted from the last call or meeting; without one, from the start of their newest job."""
    open_days: Days = 45
    notice_days: Days = 21
    """How far ahead of the first week that is proposed the task opens."""


class Since(NamedTuple):
    """From when on they have not spoken with us."""

    on: date
    about: str
    asserted_by: tuple[str, ...]
    because: Reason


def propose(person: Person, settings: Settings) -> Iterator[Proposal]:
    """One task for each so long a time without a word. An uncertain start counts from its latest day.

    One that is known less well than to a month counts from the day we learned of it, if that is later.
    """
    since = _since_we_spoke(person) or _since_they_started(person)
    if since:
        yield _invitation(person, since, settings)


def _since_we_spoke(person: Person) -> Since | None:
    spoke = person.spoke
    if spoke is None:
        return None
    because = reason(f"The last call or meeting with {called(person)} was on {spoke.on}", spoke.said)
    return Since(spoke.on, "", (spoke.said.fact,), because)


def _since_they_started(person: Person) -> Since | None:
    for post in reversed(person.posts):
        start = counted_from(person, post)
        if start:
            because = reason(f"{started(person, post)}, and no call or meeting is known", post.dated)
            return Since(start, post.id, facts(post.asserted), because)
    return None


def _invitation(person: Person, since: Since, settings: Settings) -> Proposal:
    first = days_after(since.on, settings.silence_days)
    number, opens_on = recurring(first, settings.silence_days, settings.open_days, person.today)
    weeks = _weeks(opens_on, settings)
    return Proposal(
        about=since.about,
        occurrence=f"{number}",
        asserted_by=since.asserted_by,
        opens_on=opens_on,
        closes_on=days_after(opens_on, settings.open_days),
        headline=f"Invite {called(person)} to catch up",
        reasons=(since.because, Reason(text=f"We invite to catch up after {settings.silence_days} days")),
        brings=_brings(person, weeks),
        materials=tuple(Material(kind="calendar_hold", ref=f"{monday}") for monday in weeks),
    )


def _weeks(opens_on: date, settings: Settings) -> tuple[date, date]:
    """The Mondays of the two weeks that are proposed."""
    notice = days_after(opens_on, settings.notice_days)
    monday = days_after(notice, -notice.weekday() % WEEK)
    return monday, days_after(monday, WEEK)


def _brings(person: Person, weeks: tuple[date, date]) -> dict[str, str]:
    first, second = weeks
    return told(
        {
            "proposes": f"a time in the week of {first}, or in the week of {second}",
            "first_week": f"{first}",
            "second_week": f"{second}",
            "last_contact": contact(person.last_touch),
            "last_note": person.last_note,
            "goals": person.goals_in_words,
        }
    )


PLAY = Play(
    "invite_to_catch_up",
    "care",
    Settings(importance=4),
    propose,
    reads=("placements", "roles", "spoke"),
    shows=("last_touch", "notes", "goals"),
    brings=("proposes", "first_week", "second_week", "last_contact", "last_note", "goals"),
)
