"""Offer to look at their career together, towards the end of a first year or before a goal's date."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Annotated

from msgspec import Meta

from services.rules.person import Person
from services.rules.person.career import Post
from services.rules.person.heard import Goal
from services.rules.play import Days, Play, PlaySettings
from services.rules.proposal import Proposal, days_after, facts, sure_start
from services.rules.wording import called, contact, reason, started, told
from shared.facts.tasks import Material
from shared.titles import read

YEAR = 12


class Settings(PlaySettings, frozen=True, kw_only=True):
    """What an agency can set."""

    months: Annotated[int, Meta(ge=1, le=120)] = 11
    """How many calendar months after the start of a job the offer opens."""
    days_before_goal: Days = 30
    """How long before the date of a goal the offer opens."""
    open_days: Days = 30


def propose(person: Person, settings: Settings) -> Iterator[Proposal]:
    """One task for the job they have, and one for each goal that has a date and is not reached.

    An uncertain start counts from its latest day; from one known less well than to a month no months are
    counted.
    """
    start = sure_start(person.post.began) if person.post else None
    if person.post and start:
        yield from _of_post(person, person.post, start, settings)
    for goal in person.goals.values():
        if goal.target and not goal.reached:
            yield _of_goal(person, goal, goal.target, settings)


def _of_post(person: Person, post: Post, start: date, settings: Settings) -> Iterator[Proposal]:
    opens_on = months_after(start, settings.months)
    closes_on = min(days_after(opens_on, settings.open_days), post.last_day or date.max)
    why = f"{started(person, post)}; we offer a career review after {settings.months} months"
    if max(opens_on, person.today) <= closes_on:
        yield Proposal(
            about=post.id,
            occurrence="time in the job",
            asserted_by=facts(post.asserted),
            opens_on=opens_on,
            closes_on=closes_on,
            headline=f"Offer {called(person)} a career review: {settings.months} months in the job",
            reasons=(reason(why, post.dated),),
            brings=_brings(person) | {"months": f"{settings.months}"},
            materials=_materials(person),
        )


def _of_goal(person: Person, goal: Goal, target: date, settings: Settings) -> Proposal:
    """The goal's own id stands for the facts that state it: another date moves the task."""
    opens_on = target - timedelta(days=min(settings.days_before_goal, (target - date.min).days))
    why = f"{called(person)} wants to reach a goal by {target}; we offer a career review before that"
    return Proposal(
        about=goal.id,
        occurrence="goal",
        asserted_by=(goal.id,),
        opens_on=opens_on,
        closes_on=days_after(opens_on, settings.open_days),
        headline=f"Offer {called(person)} a career review: a goal's date comes near",
        reasons=(reason(why, goal.said),),
        brings=_brings(person) | told({"goal": goal.words, "goal_date": f"{target}"}),
        materials=_materials(person),
    )


def _brings(person: Person) -> dict[str, str]:
    return told(
        {
            "employer": person.post.employer if person.post else None,
            "goals": person.goals_in_words,
            "motivations": person.motivations_in_words,
            "last_contact": contact(person.last_touch),
        }
    )


def _materials(person: Person) -> tuple[Material, ...]:
    """What their field pays and where it hires, as far as their title tells the field."""
    field = read(person.post.title).field if person.post else None
    return (Material(kind="benchmark", ref=field), Material(kind="trends", ref=field)) if field else ()


def months_after(day: date, months: int) -> date:
    """So many calendar months later: the same day of the month, or its last one.

    The last day there is where the calendar ends.
    """
    years, month = divmod(day.month - 1 + months, YEAR)
    year = day.year + years
    if year > date.max.year:
        return date.max
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


PLAY = Play(
    "offer_a_career_review",
    "give",
    Settings(importance=3),
    propose,
    reads=("placements", "roles", "goals"),
    shows=("motivations", "last_touch"),
    brings=("goals", "months", "goal", "goal_date", "employer", "motivations", "last_contact"),
)
