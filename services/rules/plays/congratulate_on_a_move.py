"""Congratulate on a role at a new employer, from the day we learned of it."""

from collections.abc import Iterator
from datetime import date

from services.rules.person import Person
from services.rules.person.career import same_job
from services.rules.person.history import Change, Role
from services.rules.play import Days, Play, PlaySettings
from services.rules.proposal import Proposal, days_after, looked_after_by
from services.rules.wording import called, job, reason, told


class Settings(PlaySettings, frozen=True, kw_only=True):
    """What an agency can set."""

    open_days: Days = 21
    """Counted from the day we learned of the move."""
    old_news_days: Days = 120
    """A move that was older than this when we learned of it asks for other words."""


def propose(person: Person, settings: Settings) -> Iterator[Proposal]:
    """One task for the latest move, unless the agency itself arranged it or it is over again."""
    moved = [role for role in person.roles.values() if role.change and role.change.move]
    latest = max(moved, key=_taken_up, default=None)
    if latest and latest.change and not latest.over and not _ours(person, latest):
        yield _congratulation(person, latest, latest.change, settings)


def _taken_up(role: Role) -> tuple[date, str]:
    since = role.change.since if role.change else None
    return (since.latest or since.earliest or date.min if since else date.min, role.id)


def _ours(person: Person, role: Role) -> bool:
    return any(same_job(placement, role) for placement in person.placements.values())


def _congratulation(person: Person, role: Role, change: Change, settings: Settings) -> Proposal:
    old = _old_news(change, settings)
    return Proposal(
        about=role.id,
        occurrence="move",
        asserted_by=(change.said.fact,),
        opens_on=change.learned,
        closes_on=days_after(change.learned, settings.open_days),
        headline=_headline(person, role, old=old),
        recruiter=looked_after_by(person),
        reasons=(
            reason(
                f"{called(person)} took up {job(role.title, role.employer)} {change.since};"
                f" we learned of it on {change.learned}",
                change.said,
            ),
        ),
        brings=_brings(role, change, old=old),
    )


def _old_news(change: Change, settings: Settings) -> bool:
    """Whether even its latest possible day lies far back: an interval is not made older than it is."""
    latest = change.since.latest
    return latest is not None and (change.learned - latest).days > settings.old_news_days


def _headline(person: Person, role: Role, *, old: bool) -> str:
    where = role.employer or "a new employer"
    if old:
        return f"Ask {called(person)} how they like it at {where}: the move was some time ago"
    return f"Congratulate {called(person)} on the move to {where}"


def _brings(role: Role, change: Change, *, old: bool) -> dict[str, str]:
    known = change.old_title or change.old_employer
    return told(
        {
            "old_role": job(change.old_title, change.old_employer) if known else None,
            "new_role": job(role.title, role.employer),
            "employer": role.employer,
            "since": str(change.since),
            "words": "late congratulations" if old else "congratulations",
        }
    )


PLAY = Play(
    "congratulate_on_a_move",
    "care",
    Settings(importance=1),
    propose,
    reads=("placements", "roles"),
    brings=("old_role", "new_role", "since", "words", "employer"),
)
