"""Get to know somebody who started some weeks ago and of whom no goal and no motivation was noted."""

from collections.abc import Iterator
from datetime import date

from services.rules.person import Person
from services.rules.person.career import Post
from services.rules.play import Days, Play, PlaySettings
from services.rules.proposal import Proposal, days_after, facts, sure_start
from services.rules.wording import called, contact, reason, started, told
from shared.facts.tasks import Reason


class Settings(PlaySettings, frozen=True, kw_only=True):
    """What an agency can set."""

    after_days: Days = 21
    """Counted from the start of the job they have."""
    open_days: Days = 45


def propose(person: Person, settings: Settings) -> Iterator[Proposal]:
    """One task for the job they have, while nothing is known of what they want.

    An uncertain start counts from its latest day; one known less well than to a month asks for nothing.
    """
    post = person.post
    start = sure_start(post.began) if post else None
    if post and start and not person.goals and not person.motivations:
        opens_on = days_after(start, settings.after_days)
        closes_on = min(days_after(opens_on, settings.open_days), post.last_day or date.max)
        if max(opens_on, person.today) <= closes_on:
            yield _questions(person, post, (opens_on, closes_on))


def _questions(person: Person, post: Post, window: tuple[date, date]) -> Proposal:
    return Proposal(
        about=post.id,
        occurrence="first questions",
        asserted_by=facts(post.asserted),
        opens_on=window[0],
        closes_on=window[1],
        headline=f"Get to know {called(person)}: ask what they want to reach",
        reasons=(
            reason(started(person, post), post.dated),
            Reason(text="No goal and no motivation of theirs was noted"),
        ),
        brings=_brings(person, post),
    )


def _brings(person: Person, post: Post) -> dict[str, str]:
    return told(
        {
            "employer": post.employer,
            "asks_for": "what they want to reach, what drives them, what they like to hear of",
            "interests": person.interests_in_words,
            "last_contact": contact(person.last_touch),
            "last_note": person.last_note,
        }
    )


PLAY = Play(
    "get_to_know_them",
    "care",
    Settings(importance=4),
    propose,
    reads=("placements", "roles", "goals", "motivations"),
    shows=("last_touch", "interests", "notes"),
    brings=("asks_for", "employer", "interests", "last_contact", "last_note"),
)
