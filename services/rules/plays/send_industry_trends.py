"""Send how their field is hiring, a few times a year."""

from collections.abc import Iterator
from datetime import date

from services.rules.person import Person
from services.rules.person.career import Post
from services.rules.person.contacts import Touch
from services.rules.person.history import Said
from services.rules.play import Days, Every, Play, PlaySettings
from services.rules.proposal import Proposal, days_after, facts, recurring
from services.rules.wording import called, contact, job, reason, told
from shared.facts.tasks import Material, Reason
from shared.naming import as_words
from shared.titles import read

Anchor = tuple[date, tuple[Said, ...]]
"""A day to count from, and the facts that assert it."""


class Settings(PlaySettings, frozen=True, kw_only=True):
    """What an agency can set."""

    every_days: Every = 90
    """Counted from the last one done or, before there is one, from the start of their job."""
    open_days: Days = 30


def propose(person: Person, settings: Settings) -> Iterator[Proposal]:
    """The next one, while the field of their job is known: without it there is nothing to send.

    A start that is not known to the day counts from its latest one; an unknown start leaves the first
    placement to count from.
    """
    post = person.post
    field = read(post.title).field if post else None
    if post and field:
        yield from _next(person, post, field, settings)


def _next(person: Person, post: Post, field: str, settings: Settings) -> Iterator[Proposal]:
    last = person.last_done(PLAY.name)
    anchor = _anchor(person, post, last)
    if anchor is None:
        return
    first = days_after(anchor[0], settings.every_days)
    number, opens_on = recurring(first, settings.every_days, settings.open_days, person.today)
    closes_on = min(days_after(opens_on, settings.open_days), post.last_day or date.max)
    if max(opens_on, person.today) <= closes_on:
        yield Proposal(
            about=post.id,
            occurrence=str(number),
            asserted_by=facts(anchor[1]),
            opens_on=opens_on,
            closes_on=closes_on,
            headline=f"Send {called(person)} how their field is hiring",
            reasons=_reasons(person, post, last, settings),
            brings=_brings(post, field, last),
            materials=(Material(kind="trends", ref=field),),
        )


def _anchor(person: Person, post: Post, last: Touch | None) -> Anchor | None:
    if last:
        return last.on, (last.said,)
    return (post.begun, post.asserted) if post.begun else _first_placement(person)


def _first_placement(person: Person) -> Anchor | None:
    started = [(post.begun, post.asserted) for post in person.posts if post.begun and post.placement]
    return started[0] if started else None


def _reasons(person: Person, post: Post, last: Touch | None, settings: Settings) -> tuple[Reason, ...]:
    works = f"{called(person)} works as {job(post.title, post.employer)}"
    because = reason(
        f"{works}; trends of their field go out every {settings.every_days} days", post.asserted[0]
    )
    return (because, reason(f"The last ones went to them on {last.on}", last.said)) if last else (because,)


def _brings(post: Post, field: str, last: Touch | None) -> dict[str, str]:
    return told(
        {
            "field": as_words(field),
            "title": post.title,
            "employer": post.employer,
            "said_last_time": contact(last),
        }
    )


PLAY = Play(
    "send_industry_trends",
    "give",
    Settings(importance=5),
    propose,
    reads=("placements", "roles", "last_done"),
    brings=("field", "title", "employer", "said_last_time"),
)
