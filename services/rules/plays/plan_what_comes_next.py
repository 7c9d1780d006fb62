"""Plan with them what comes next, before a contract ends."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count
from typing import Annotated

from msgspec import Meta

from services.rules.person import Person
from services.rules.person.career import Post
from services.rules.person.matches import Opening
from services.rules.person.placement import Placement
from services.rules.play import Days, Play, PlaySettings, task_id
from services.rules.plays import _openings as openings
from services.rules.proposal import Proposal, days_after, facts, looked_after_by
from services.rules.wording import called, job, reason, told
from shared.facts.tasks import Reason


class Settings(PlaySettings, frozen=True, kw_only=True):
    """What an agency can set."""

    days_before: Days = 45
    """How long before the agreed last day it opens, though never before the contract began."""
    jobs: Annotated[int, Meta(ge=0, le=20)] = 3
    """How many jobs that fit come along, the best ones."""


def propose(person: Person, settings: Settings) -> Iterator[Proposal]:
    """One task for each contract whose agreed end comes, unless something ended or follows it already."""
    for post in person.posts:
        placement = post.placement
        if placement and placement.ends and not post.over and not _followed(person, post):
            yield from _planning(person, placement, placement.ends, settings)


def _followed(person: Person, contract: Post) -> bool:
    """Whether they took up another job since the contract began, or will.

    A job of which a snapshot shows only that they had it may be older, and does not count.
    """
    others = [post for post in person.posts if post.id != contract.id and not post.over]
    return any(_begun(post) > _begun(contract) for post in others if post.began.earliest)


def _begun(post: Post) -> date:
    return post.began.latest or post.began.earliest or date.min


def _planning(person: Person, placement: Placement, ends: date, settings: Settings) -> Iterator[Proposal]:
    opens_on = max(_ahead_of(ends, settings.days_before), placement.starts.latest or date.min)
    if opens_on <= ends:
        fitting = _fitting(person, opens_on, settings.jobs)
        yield Proposal(
            about=placement.id,
            occurrence=_occurrence(person, placement, opens_on, settings),
            asserted_by=facts(placement.asserted),
            opens_on=opens_on,
            closes_on=ends,
            headline=_headline(person, placement, ends),
            recruiter=looked_after_by(person, placement),
            reasons=_reasons(person, placement, ends),
            brings=_brings(placement, ends, fitting),
            materials=openings.materials(*fitting),
        )


def _ahead_of(day: date, days: int) -> date:
    return day - timedelta(days=days) if (day - date.min).days > days else date.min


def _occurrence(person: Person, placement: Placement, opens_on: date, settings: Settings) -> str:
    """`end 1`, whatever the date, until it was dealt with for an end that has moved far since; then `end 2`.

    What was done or dismissed so long before the window opens spoke of an end that an extension has replaced.
    """

    def spent(occurrence: str) -> bool:
        ids = (task_id(PLAY.name, placement.id, occurrence, fact) for fact in facts(placement.asserted))
        dealt = [person.dealings[task] for task in ids if task in person.dealings]
        return any(one.over and days_after(one.said.on, settings.days_before) < opens_on for one in dealt)

    return next(end for end in map("end {}".format, count(1)) if not spent(end))


def _fitting(person: Person, day: date, most: int) -> list[Opening]:
    """The jobs that fit best of those that are open on a day, each once."""
    fitting = [*openings.fitting(person, "field"), *openings.fitting(person, "placement")]
    still = (one for one in fitting if one.closes_on is None or one.closes_on >= day)
    best: dict[str, Opening] = {}
    for one in sorted(still, key=lambda one: (-one.score, one.job, one.kind)):
        best.setdefault(one.job, one)
    return list(best.values())[:most]


def _headline(person: Person, placement: Placement, ends: date) -> str:
    where = f" at {placement.client}" if placement.client else ""
    return f"Plan with {called(person)} what comes after the contract{where}, which ends {ends}"


def _reasons(person: Person, placement: Placement, ends: date) -> tuple[Reason, ...]:
    theirs = job(placement.title, placement.client)
    text = f"The contract of {called(person)} as {theirs} ends {ends}, {_extension(placement, ends)}"
    return (reason(text, placement.dated or placement.asserted[0]),)


def _extension(placement: Placement, ends: date) -> str:
    earlier = [one.ends for one in placement.statements if one.kind != "ended" and one.ends]
    before = max((end for end in earlier if end < ends), default=None)
    return f"extended from {before}" if before else "not extended so far"


def _brings(placement: Placement, ends: date, fitting: list[Opening]) -> dict[str, str]:
    return told(
        {
            "contract": job(placement.title, placement.client),
            "client": placement.client,
            "title": placement.title,
            "ends": str(ends),
            "extension": _extension(placement, ends),
            "jobs": "; ".join(map(openings.words, fitting)),
        }
    )


PLAY = Play(
    "plan_what_comes_next",
    "give",
    Settings(importance=2),
    propose,
    reads=("placements", "roles"),
    shows=("dealings", "openings", "withdrawals"),
    brings=("contract", "client", "title", "ends", "extension", "jobs"),
)
