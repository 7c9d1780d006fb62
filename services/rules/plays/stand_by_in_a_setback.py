"""Stand by somebody whose job ended before its time, or without another one."""

from collections.abc import Iterator
from datetime import date, timedelta

from services.rules.person import Person
from services.rules.person.history import Role, RoleEnd
from services.rules.person.placement import Placement, Statement
from services.rules.proposal import (
    Play,
    PlaySettings,
    Proposal,
    called,
    facts,
    job,
    looked_after_by,
    reason,
)
from shared.employers import same_employer


class Settings(PlaySettings, frozen=True, kw_only=True):
    """What an agency can set."""

    open_days: int = 14
    """Counted from the last day in the job."""
    asks_pause_days: int = 90
    """How long nobody asks them for a favour."""


def propose(person: Person, settings: Settings) -> Iterator[Proposal]:
    """One task for each setback that nothing new has followed."""
    for placement in person.placements.values():
        ended = placement.ended
        early = placement.asserted and ended and ended.early
        if early and ended and ended.ends and not _moved_on(person, ended.ends, placement.id):
            yield _after_placement(person, placement, ended, ended.ends, settings)
    for role in person.roles.values():
        if role.over and role.end and not _told_by_placement(person, role):
            day = role.end.until.latest or role.end.learned
            if not _moved_on(person, day, role.id):
                yield _after_role(person, role, role.end, day, settings)


def _moved_on(person: Person, day: date, about: str) -> bool:
    """Whether something new began on that day or later."""
    begun = [one.starts.latest for one in person.placements.values() if one.asserted and one.id != about]
    taken_up = [
        role.change.since.latest
        for role in person.roles.values()
        if role.change and role.change.move and not role.over and role.id != about
    ]
    return any(start is not None and start >= day for start in (*begun, *taken_up))


def _told_by_placement(person: Person, role: Role) -> bool:
    """Whether a placement at that employer ended early as well: one setback, not two."""
    return any(
        placement.asserted
        and placement.ended
        and placement.ended.early
        and same_employer(placement.client, role.employer)
        for placement in person.placements.values()
    )


def _after_placement(
    person: Person, placement: Placement, ended: Statement, day: date, settings: Settings
) -> Proposal:
    happened = f"The placement as {job(placement.title, placement.client)} ended early, on {day}"
    return Proposal(
        about=placement.id,
        occurrence="ended early",
        asserted_by=facts(placement.endings),
        opens_on=day,
        closes_on=day + timedelta(days=settings.open_days),
        headline=f"Stand by {called(person)}: the job at {placement.client or 'our client'} ended early",
        recruiter=looked_after_by(person, placement),
        reasons=(reason(happened, ended.said),),
        brings=_brings(happened, day, settings),
    )


def _after_role(person: Person, role: Role, end: RoleEnd, day: date, settings: Settings) -> Proposal:
    how = "was laid off from" if end.laid_off else "left"
    happened = (
        f"{called(person)} {how} {job(role.title, role.employer)} {end.until}, with nothing known to follow"
    )
    return Proposal(
        about=role.id,
        occurrence="ended",
        asserted_by=(end.said.fact,),
        opens_on=day,
        closes_on=day + timedelta(days=settings.open_days),
        headline=f"Stand by {called(person)} after {role.employer or 'the last job'}",
        recruiter=person.recruiter,
        reasons=(reason(happened, end.said),),
        brings=_brings(happened, day, settings),
    )


def _brings(happened: str, day: date, settings: Settings) -> dict[str, str]:
    return {
        "what_happened": happened,
        "asks_pause_until": str(day + timedelta(days=settings.asks_pause_days)),
    }


PLAY = Play("stand_by_in_a_setback", "care", Settings(importance=1), propose)
