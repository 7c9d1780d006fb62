"""Jobs that fit the person, as the plays tell of them."""

from datetime import date

from services.rules.person import Person
from services.rules.person.matches import Opening
from services.rules.proposal import days_after
from shared.employers import same_employer
from shared.facts.tasks import Material

BRINGS = ("job", "job_title", "client", "place", "closes_on")
"""The names of what `brought` brings."""


def fitting(person: Person, kind: str) -> list[Opening]:
    """The jobs that fit in this way (`field`, `placement`), each once, by the last word on it."""
    held = (opening for opening in person.openings_held if opening.kind == kind)
    return list({opening.job: opening for opening in held}.values())


def still_open(person: Person, kind: str) -> list[Opening]:
    """Those of them that have not closed by the person's *today*."""
    today = person.today
    return [one for one in fitting(person, kind) if one.closes_on is None or one.closes_on >= today]


def asserting(person: Person, opening: Opening) -> tuple[str, ...]:
    """The matches that ever said so.

    They stand for their facts in a task's id: a match said anew, with other dates or a better reason, moves
    the task instead of making another one.
    """
    same = (opening.job, opening.kind)
    return tuple(sorted(one.id for one in person.openings.values() if (one.job, one.kind) == same))


def window(opening: Opening, open_days: int) -> tuple[date, date]:
    """From the day it was said or posted, whichever is later, until the job closes, at most so long."""
    opens_on = max(opening.said.on, opening.posted_on)
    return opens_on, min(opening.closes_on or date.max, days_after(opens_on, open_days))


def elsewhere(person: Person, opening: Opening) -> bool:
    """Whether it is a job at another employer than theirs, as far as is known."""
    return person.post is None or not same_employer(opening.client, person.post.employer)


def words(opening: Opening) -> str:
    """The job in words: `Engineer at Acme in Leeds`, as far as it is known."""
    client = f" at {opening.client}" if opening.client else ""
    place = f" in {opening.place}" if opening.place else ""
    return f"{opening.title or 'a job'}{client}{place}"


def brought(opening: Opening) -> dict[str, str | None]:
    """What a task about it brings along."""
    return {
        "job": words(opening),
        "job_title": opening.title,
        "client": opening.client,
        "place": opening.place,
        "closes_on": str(opening.closes_on) if opening.closes_on else None,
    }


def materials(*openings: Opening) -> tuple[Material, ...]:
    """The jobs themselves, found when they are asked for."""
    return tuple(Material(kind="job", ref=opening.job) for opening in openings)
