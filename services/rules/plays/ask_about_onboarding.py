"""Ask how the onboarding was, some weeks after a placement started."""

from collections.abc import Iterator
from datetime import date

from services.rules.person import Person
from services.rules.person.career import Post
from services.rules.play import Days, Play, PlaySettings
from services.rules.proposal import Proposal, days_after, facts, looked_after_by, sure_start
from services.rules.wording import called, contact, reason, started, told


class Settings(PlaySettings, frozen=True, kw_only=True):
    """What an agency can set."""

    after_days: Days = 45
    """Counted from the start of the placement."""
    open_days: Days = 21


def propose(person: Person, settings: Settings) -> Iterator[Proposal]:
    """One task for each placement, until it is over.

    An uncertain start counts from its latest day; one known less well than to a month is not asked about.
    """
    for post in person.posts:
        start = sure_start(post.began)
        if post.placement and start and not post.over:
            opens_on = days_after(start, settings.after_days)
            closes_on = min(days_after(opens_on, settings.open_days), post.last_day or date.max)
            if max(opens_on, person.today) <= closes_on:
                yield _question(person, post, (opens_on, closes_on), settings)


def _question(person: Person, post: Post, window: tuple[date, date], settings: Settings) -> Proposal:
    why = f"{started(person, post)}; we ask about onboarding after {settings.after_days} days"
    return Proposal(
        about=post.id,
        occurrence="onboarding",
        asserted_by=facts(post.asserted),
        opens_on=window[0],
        closes_on=window[1],
        headline=f"Ask {called(person)} how the onboarding at {post.employer or 'the new job'} was",
        recruiter=looked_after_by(person, post.placement),
        reasons=(reason(why, post.dated),),
        brings=_brings(person, post),
    )


def _brings(person: Person, post: Post) -> dict[str, str]:
    return told(
        {
            "employer": post.employer,
            "asks_for": "a rating from 1 to 5, what went well, and what fell short",
            "last_contact": contact(person.last_touch),
            "last_note": person.last_note,
        }
    )


PLAY = Play(
    "ask_about_onboarding",
    "care",
    Settings(importance=3),
    propose,
    reads=("placements", "roles"),
    shows=("last_touch", "notes"),
    brings=("asks_for", "employer", "last_contact", "last_note"),
)
