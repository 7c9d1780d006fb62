"""Ask somebody who just said how satisfied they are for a review in public."""

from collections.abc import Iterator
from typing import Annotated

from msgspec import Meta, field

from services.rules.person import Person
from services.rules.person.contacts import Rating, Touch
from services.rules.person.standing import latest
from services.rules.play import Days, Play, PlaySettings, Score
from services.rules.proposal import Proposal, days_after, looked_after_by
from services.rules.wording import called, contact, reason, told
from shared.facts.tasks import Material, Reason

Page = Annotated[str, Meta(pattern=r"^https://[^\s/]+\S*$", max_length=500)]
"""An address on the web, by https."""


class Settings(PlaySettings, frozen=True, kw_only=True):
    """What an agency can set."""

    open_days: Days = 30
    """Counted from the day they said how satisfied they are."""
    lowest_satisfaction: Score = 9
    not_again_days: Days = 365
    """How long nobody asks again who declined."""
    platforms: dict[str, Page] = field(default_factory=dict)
    """Where people review the agency: the name of each platform, and the agency's page there."""


def propose(person: Person, settings: Settings) -> Iterator[Proposal]:
    """One task for the last word on how satisfied they are, once for each, until a review is left."""
    rating = person.rating
    if rating is None or rating.score < settings.lowest_satisfaction or person.reviews:
        return
    declined = _declined(person)
    again_on = days_after(declined.on, settings.not_again_days) if declined else rating.on
    closes_on = days_after(rating.on, settings.open_days)
    if again_on <= closes_on and not _asked_since(person, rating):
        yield Proposal(
            about=rating.said.fact,
            occurrence="review",
            asserted_by=(rating.said.fact,),
            opens_on=max(rating.on, again_on),
            closes_on=closes_on,
            headline=f"Ask {called(person)} for a review",
            recruiter=looked_after_by(person),
            reasons=_reasons(person, rating, declined),
            brings=_brings(person, rating, settings),
            materials=(Material(kind="review_links"),),
        )


def _declined(person: Person) -> Touch | None:
    """The last time they said no to this."""
    asked = (touch for touch in person.touches.values() if touch.play == PLAY.name)
    return latest(touch for touch in asked if touch.outcome == "declined")


def _asked_since(person: Person, rating: Rating) -> bool:
    last = person.last_done(PLAY.name)
    return last is not None and last.on >= rating.on


def _reasons(person: Person, rating: Rating, declined: Touch | None) -> tuple[Reason, ...]:
    rated = f"{called(person)} rated us {rating.score} of 10 on {rating.on} and has left no review yet"
    if declined is None:
        return (reason(rated, rating.said),)
    return (
        reason(rated, rating.said),
        reason(f"They declined on {declined.on}, which is long enough ago", declined.said),
    )


def _brings(person: Person, rating: Rating, settings: Settings) -> dict[str, str]:
    links = "\n".join(f"{name}: {page}" for name, page in settings.platforms.items())
    return told(
        {
            "satisfaction": f"{rating.score} of 10",
            "said_then": contact(person.touches.get(rating.said.fact)),
            "platforms": links,
            "no_platform": None
            if links
            else "No review platform is set: add the agency's pages to the playbook",
        }
    )


PLAY = Play(
    "ask_for_a_review",
    "ask",
    Settings(importance=4),
    propose,
    reads=("touches", "ratings", "reviews"),
    brings=("satisfaction", "said_then", "platforms", "no_platform"),
)
