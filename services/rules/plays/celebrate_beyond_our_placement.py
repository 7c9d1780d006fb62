"""Celebrate what they reach in a job that the agency did not find them."""

from calendar import isleap
from collections.abc import Iterator
from datetime import date

from services.rules.person import Person
from services.rules.person.career import Post
from services.rules.person.heard import Achievement
from services.rules.play import Days, Play, PlaySettings
from services.rules.proposal import Proposal, days_after, facts
from services.rules.wording import called, job, reason, told


class Settings(PlaySettings, frozen=True, kw_only=True):
    """What an agency can set."""

    open_days: Days = 14
    """Counted from the day itself, or from the day an achievement was said if that is later."""
    old_news_days: Days = 60
    """An achievement that was older than this when it was said is not celebrated any more."""
    widest_start_days: Days = 31
    """How uncertain a start may be for its anniversaries. They count from its latest day."""


def propose(person: Person, settings: Settings) -> Iterator[Proposal]:
    """The next anniversary of their job, and each achievement, unless we placed them in the job they have."""
    post = person.post
    if post and post.placement:
        return
    if post and (due := _due(post, settings, person.today)):
        yield _anniversary(person, post, *due, settings)
    for achievement in person.achievements.values():
        if (achievement.said.on - achievement.on).days <= settings.old_news_days:
            yield _achievement(person, achievement, settings)


def _due(post: Post, settings: Settings, today: date) -> tuple[int, date] | None:
    """The next whole number of years in the job, and its day; `None` where the start is not known well.

    An anniversary is the next one until its window has closed.
    """
    first, last = post.began.earliest, post.began.latest
    if first is None or last is None or (last - first).days > settings.widest_start_days:
        return None
    soonest = max(1, today.year - last.year - 1)
    days = ((years, _years_after(last, years)) for years in range(soonest, soonest + 3))
    ahead = ((years, day) for years, day in days if day and days_after(day, settings.open_days) >= today)
    due = next(ahead, None)
    return due if due and due[1] <= (post.last_day or date.max) else None


def _years_after(day: date, years: int) -> date | None:
    """The anniversary; of 29 February the 28th in other years, and `None` where the calendar ends."""
    year = day.year + years
    if year > date.max.year:
        return None
    last_of_february = (day.month, day.day) == (2, 29) and not isleap(year)
    return day.replace(year=year, day=28) if last_of_february else day.replace(year=year)


def _anniversary(person: Person, post: Post, years: int, day: date, settings: Settings) -> Proposal:
    so_long = "one year" if years == 1 else f"{years} years"
    began = f"{called(person)} began as {job(post.title, post.employer)} {post.began}"
    return Proposal(
        about=post.id,
        occurrence=f"year {years}",
        asserted_by=facts(post.asserted),
        opens_on=day,
        closes_on=min(days_after(day, settings.open_days), post.last_day or date.max),
        headline=f"Congratulate {called(person)} on {so_long} at {post.employer or 'their job'}",
        reasons=(reason(f"{began}; that is {so_long} ago on {day}", post.asserted[0]),),
        brings=told({"years": str(years), "role": _role(post), "employer": post.employer}),
    )


def _achievement(person: Person, achievement: Achievement, settings: Settings) -> Proposal:
    opens_on = max(achievement.said.on, achievement.on)
    what = achievement.words or "an achievement"
    return Proposal(
        about=achievement.id,
        occurrence="achievement",
        # The id stands for the facts: the same achievement in other words is not celebrated twice.
        asserted_by=(achievement.id,),
        opens_on=opens_on,
        closes_on=days_after(opens_on, settings.open_days),
        headline=f"Celebrate with {called(person)}: {what}",
        reasons=(reason(f"They achieved something on {achievement.on}: {what}", achievement.said),),
        brings=_brings(person.post, achievement),
    )


def _brings(post: Post | None, achievement: Achievement) -> dict[str, str]:
    return told(
        {
            "achievement": achievement.words,
            "achieved_on": str(achievement.on),
            "role": _role(post) if post else None,
            "employer": post.employer if post else None,
        }
    )


def _role(post: Post) -> str | None:
    return job(post.title, post.employer) if post.title or post.employer else None


PLAY = Play(
    "celebrate_beyond_our_placement",
    "care",
    Settings(importance=3),
    propose,
    reads=("placements", "roles", "achievements"),
    brings=("years", "achievement", "achieved_on", "role", "employer"),
)
