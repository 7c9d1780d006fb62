"""Ask somebody who reviewed the agency, or is as satisfied as can be, for words it may quote."""

from collections.abc import Iterator
from datetime import date

from msgspec import Struct

from services.rules.person import Person
from services.rules.person.favours import Review, Testimonial
from services.rules.person.history import Said
from services.rules.person.standing import latest
from services.rules.play import Days, Play, PlaySettings, Score
from services.rules.proposal import Proposal, days_after, looked_after_by
from services.rules.wording import called, contact, reason, told
from shared.facts.tasks import Reason


class Settings(PlaySettings, frozen=True, kw_only=True):
    """What an agency can set."""

    open_days: Days = 45
    """Counted from the day of the review, or the day they said how satisfied they are."""
    lowest_satisfaction: Score = 10
    """From which on they are asked without a review."""
    lowest_since_a_review: Score = 9
    """Who reviewed the agency and then said less than this is not asked."""
    again_days: Days = 730
    """How long nobody asks again, since the last testimonial or the last time they were asked."""


class Occasion(Struct, frozen=True):
    """What the agency can take up to ask."""

    said: Said
    on: date
    words: str
    platform: str | None = None


def propose(person: Person, settings: Settings) -> Iterator[Proposal]:
    """One task for the last occasion, where they have not been asked or quoted for long enough."""
    occasion = _occasion(person, settings)
    if occasion is None:
        return
    opens_on = max((occasion.on, *_again_on(person, settings)))
    closes_on = days_after(occasion.on, settings.open_days)
    if max(opens_on, person.today) <= closes_on:
        yield Proposal(
            about=occasion.said.fact,
            occurrence="testimonial",
            asserted_by=(occasion.said.fact,),
            opens_on=opens_on,
            closes_on=closes_on,
            headline=f"Ask {called(person)} for words we may quote",
            recruiter=looked_after_by(person),
            reasons=_reasons(person, occasion),
            brings=_brings(person, occasion),
        )


def _occasion(person: Person, settings: Settings) -> Occasion | None:
    """The last review or the last word on how satisfied they are, whichever is later and says enough."""
    review, rating = latest(person.reviews.values()), person.rating
    if rating is None or (review and review.on > rating.on):
        return _reviewed(review) if review else None
    if review and (review.on == rating.on or rating.score < settings.lowest_satisfaction):
        return _reviewed(review) if rating.score >= settings.lowest_since_a_review else None
    if rating.score < settings.lowest_satisfaction:
        return None
    return Occasion(rating.said, rating.on, f"rated us {rating.score} of 10 on {rating.on}")


def _reviewed(review: Review) -> Occasion:
    return Occasion(
        review.said, review.on, f"reviewed us on {review.platform} on {review.on}", review.platform
    )


def _again_on(person: Person, settings: Settings) -> Iterator[date]:
    """From when on they may be asked again, by each thing that keeps them from it."""
    for last in (latest(person.testimonials.values()), person.last_done(PLAY.name)):
        if last is not None:
            yield days_after(last.on, settings.again_days)


def _reasons(person: Person, occasion: Occasion) -> tuple[Reason, ...]:
    because = reason(f"{called(person)} {occasion.words}", occasion.said)
    quoted = latest(person.testimonials.values())
    return (
        (because, reason(f"The last testimonial is from {quoted.on}", quoted.said)) if quoted else (because,)
    )


def _brings(person: Person, occasion: Occasion) -> dict[str, str]:
    rating = person.rating
    return told(
        {
            "platform": occasion.platform,
            "satisfaction": f"{rating.score} of 10" if rating else None,
            "said_then": contact(person.touches.get(rating.said.fact)) if rating else None,
            "asks_for": "consent to publish, and how: with their name, only with their job, or not at all",
            "last_testimonial": _last_testimonial(latest(person.testimonials.values())),
        }
    )


def _last_testimonial(quoted: Testimonial | None) -> str | None:
    if quoted is None:
        return None
    return f"{quoted.on}: {'may be published' if quoted.publish else 'not to be published'}"


PLAY = Play(
    "ask_for_a_testimonial",
    "ask",
    Settings(importance=5),
    propose,
    reads=("last_done", "ratings", "reviews", "testimonials"),
    shows=("touches",),
    brings=("platform", "satisfaction", "said_then", "asks_for", "last_testimonial"),
)
