"""Ask what they work on, some months into a job and every year."""

from collections.abc import Iterator
from datetime import date

from services.rules.person import Person
from services.rules.person.career import Post
from services.rules.person.contacts import Touch
from services.rules.person.standing import latest
from services.rules.play import Days, Every, Play, PlaySettings
from services.rules.proposal import Proposal, counted_from, days_after, facts, recurring
from services.rules.wording import called, contact, job, reason, started, told
from shared.facts.tasks import Reason


class Settings(PlaySettings, frozen=True, kw_only=True):
    """What an agency can set."""

    after_days: Days = 120
    """Counted from the start of the job they have."""
    every_days: Every = 365
    """Counted from the last time they were asked in this job."""
    open_days: Days = 45


def propose(person: Person, settings: Settings) -> Iterator[Proposal]:
    """One task for each time, while they have the job.

    An uncertain start counts from its latest day; one that is known less well than to a month counts from
    the day we learned of it, if that is later.
    """
    post = person.post
    start = counted_from(person, post) if post else None
    if post and start:
        yield from _question(person, post, start, settings)


def _question(person: Person, post: Post, start: date, settings: Settings) -> Iterator[Proposal]:
    asked = _asked(person, start)
    first = days_after(asked.on, settings.every_days) if asked else days_after(start, settings.after_days)
    number, opens_on = recurring(first, settings.every_days, settings.open_days, person.today)
    closes_on = min(days_after(opens_on, settings.open_days), post.last_day or date.max)
    if max(opens_on, person.today) <= closes_on:
        yield Proposal(
            about=post.id,
            occurrence=f"{number}",
            asserted_by=(asked.said.fact,) if asked else facts(post.asserted),
            opens_on=opens_on,
            closes_on=closes_on,
            headline=f"Ask {called(person)} about their projects at {post.employer or 'work'}",
            reasons=tuple(_reasons(person, post, asked, settings)),
            brings=_brings(person, post, asked),
        )


def _asked(person: Person, start: date) -> Touch | None:
    """The last time in this job."""
    last = person.last_done(PLAY.name)
    return last if last and last.on >= start else None


def _reasons(person: Person, post: Post, asked: Touch | None, settings: Settings) -> Iterator[Reason]:
    if asked:
        yield reason(started(person, post), post.dated)
        yield reason(f"We last asked on {asked.on}, and ask every {settings.every_days} days", asked.said)
    else:
        why = f"{started(person, post)}; we ask about their projects after {settings.after_days} days"
        yield reason(why, post.dated)


def _brings(person: Person, post: Post, asked: Touch | None) -> dict[str, str]:
    known = post.title or post.employer
    return told(
        {
            "role": job(post.title, post.employer) if known else None,
            "employer": post.employer,
            "asks_for": "the technologies they work with, their projects, and plans to hire",
            "asked_last_time": contact(asked),
            "answered_last_time": _answers(person),
            "last_contact": contact(person.last_touch),
        }
    )


def _answers(person: Person) -> str | None:
    """What they said last time, in this job or an earlier one."""
    last = latest(one for one in person.answers.values() if one.play == PLAY.name)
    return "; ".join(f"{question}: {words}" for question, words in last.answers.items()) if last else None


PLAY = Play(
    "ask_about_their_projects",
    "care",
    Settings(importance=4),
    propose,
    reads=("placements", "roles", "last_done"),
    shows=("last_touch", "answers"),
    brings=("asks_for", "role", "employer", "asked_last_time", "answered_last_time", "last_contact"),
)
