"""Offer to build the team of somebody who hires, once they were given something in that role."""

from collections.abc import Iterator
from datetime import date

from services.rules.person import Person
from services.rules.person.contacts import Touch
from services.rules.person.placement import Placement
from services.rules.person.titles import Hiring, hiring
from services.rules.play import Days, Play, PlaySettings
from services.rules.plays._gives import last_give
from services.rules.proposal import Proposal, days_after, facts
from services.rules.wording import called, contact, hires, job, reason, told
from shared.employers import same_employer
from shared.naming import as_words


class Settings(PlaySettings, frozen=True, kw_only=True):
    """What an agency can set."""

    open_days: Days = 60
    """Counted from the last give they had in the role."""


def propose(person: Person, settings: Settings) -> Iterator[Proposal]:
    """One task a role, from the first give on and with each further one longer, until they are a client."""
    role = hiring(person)
    given = last_give(person, role.since) if role else None
    if role is None or given is None or _won(person, role):
        return
    closes_on = min(days_after(given.on, settings.open_days), role.post.last_day or date.max)
    if given.on <= closes_on:
        yield Proposal(
            about=role.post.id,
            occurrence="team",
            asserted_by=facts(role.asserted),
            opens_on=given.on,
            closes_on=closes_on,
            headline=f"Offer {called(person)} to build their team at {role.post.employer or 'the new job'}",
            reasons=(hires(person, role), reason(_given(given), given.said)),
            brings=_brings(person, role, given),
        )


def _won(person: Person, role: Hiring) -> bool:
    """Whether they became a client in this role: at this employer or, where none was named, since then."""
    return any(
        same_employer(win.employer, role.post.employer) if win.employer else win.on >= role.since
        for win in person.wins.values()
    )


def _given(given: Touch) -> str:
    play = as_words(given.play or "")
    return f"The last thing given to them in this role: {play}, on {given.on}"


def _brings(person: Person, role: Hiring, given: Touch) -> dict[str, str]:
    ours = _last_placement(person)
    return told(
        {
            "title": role.post.title,
            "employer": role.post.employer,
            "placed_as": job(ours.title, ours.client) if ours else None,
            "placed_on": str(ours.starts) if ours else None,
            "last_give": contact(given),
        }
    )


def _last_placement(person: Person) -> Placement | None:
    """Their own story: how the agency found them a job."""
    return next((post.placement for post in reversed(person.posts) if post.placement), None)


PLAY = Play(
    "offer_to_build_their_team",
    "ask",
    Settings(importance=3),
    propose,
    reads=("placements", "roles", "touches", "wins"),
    brings=("title", "employer", "placed_as", "placed_on", "last_give"),
)
