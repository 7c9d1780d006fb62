"""Ask whom they would trust with a job like the one they were placed in."""

from collections.abc import Iterator

from services.rules.person import Person
from services.rules.person.career import Post
from services.rules.person.matches import Opening
from services.rules.play import Days, Play, PlaySettings, Score
from services.rules.plays import _openings as openings
from services.rules.proposal import Proposal, days_after
from services.rules.wording import called, job, reason, told
from shared.facts.tasks import Reason


class Settings(PlaySettings, frozen=True, kw_only=True):
    """What an agency can set."""

    open_days: Days = 14
    """How long such a job is worth asking about, if it does not close before."""
    in_role_days: Days = 60
    """How long they have been in their post at least, counted from the first day that is sure to be in it."""
    low_satisfaction: Score = 6
    """Who last said this or less is not asked; who never said anything is."""


def propose(person: Person, settings: Settings) -> Iterator[Proposal]:
    """One task for each such job, while they are in a post that they know and not dissatisfied."""
    post, rating = person.post, person.rating
    if post and post.begun and (rating is None or rating.score > settings.low_satisfaction):
        for opening in openings.still_open(person, "placement"):
            yield from _asked(person, post, opening, settings)


def _asked(person: Person, post: Post, opening: Opening, settings: Settings) -> Iterator[Proposal]:
    said_on, closes_on = openings.window(opening, settings.open_days)
    opens_on = max(said_on, days_after(post.begun or said_on, settings.in_role_days))
    closes_on = min(closes_on, post.last_day or closes_on)
    if max(opens_on, person.today) <= closes_on:
        yield Proposal(
            about=opening.job,
            occurrence="match",
            asserted_by=openings.asserting(person, opening),
            opens_on=opens_on,
            closes_on=closes_on,
            headline=f"Ask {called(person)} whom they would trust with {openings.words(opening)}",
            reasons=_reasons(person, post, opening),
            brings=_brings(person, post, opening),
            materials=openings.materials(opening),
        )


def _reasons(person: Person, post: Post, opening: Opening) -> tuple[Reason, ...]:
    alike = reason(f"{openings.words(opening)} is a job like the one they were placed in", opening.said)
    theirs = job(post.title, post.employer)
    known = reason(f"{called(person)} knows the work: {theirs}, begun {post.began}", post.asserted[0])
    rating = person.rating
    if rating is None:
        return alike, known
    return alike, known, reason(f"They rated us {rating.score} of 10 on {rating.on}", rating.said)


def _brings(person: Person, post: Post, opening: Opening) -> dict[str, str]:
    rating = person.rating
    return told(
        {
            **openings.brought(opening),
            "their_title": post.title,
            "trusted_for": f"their judgement of people in this work, as {job(post.title, post.employer)}",
            "satisfaction": f"{rating.score} of 10" if rating else None,
        }
    )


PLAY = Play(
    "ask_for_a_referral",
    "ask",
    Settings(importance=4),
    propose,
    reads=("placements", "roles", "ratings", "openings", "withdrawals"),
    brings=(*openings.BRINGS, "their_title", "trusted_for", "satisfaction"),
    news=("ask about a job",),
)
