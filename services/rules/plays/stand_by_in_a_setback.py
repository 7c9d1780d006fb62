"""Stand by somebody whose job ended before its time, or without another one."""

from collections.abc import Iterator

from services.rules.person import Person
from services.rules.person.history import Role, RoleEnd
from services.rules.person.setbacks import Setback
from services.rules.play import Days, Play, PlaySettings
from services.rules.proposal import Proposal, days_after, facts, looked_after_by
from services.rules.wording import called, job, reason, told


class Settings(PlaySettings, frozen=True, kw_only=True):
    """What an agency can set."""

    open_days: Days = 14
    """Counted from the last day in the job."""
    asks_pause_days: Days = 90
    """How long nobody asks them for a favour."""


def propose(person: Person, settings: Settings) -> Iterator[Proposal]:
    """One task for each setback that nothing new has followed."""
    for setback in person.setbacks:
        yield _support(person, setback, settings)


def _support(person: Person, setback: Setback, settings: Settings) -> Proposal:
    role, end = setback.role, setback.role.end if setback.role else None
    happened = _laid_off(person, role, end) if role and end else _cut_short(setback)
    return Proposal(
        about=setback.about,
        occurrence="ended" if role else "ended early",
        asserted_by=facts(setback.endings),
        opens_on=setback.day,
        closes_on=days_after(setback.day, settings.open_days),
        headline=_headline(person, setback),
        recruiter=looked_after_by(person, setback.placement),
        reasons=(reason(happened, setback.endings[-1]),),
        brings=told(
            {
                "employer": setback.employer,
                "what_happened": happened,
                "asks_pause_until": str(days_after(setback.day, settings.asks_pause_days)),
            }
        ),
    )


def _cut_short(setback: Setback) -> str:
    return f"The placement as {job(setback.title, setback.employer)} ended early, on {setback.day}"


def _laid_off(person: Person, role: Role, end: RoleEnd) -> str:
    how = "was laid off from" if end.laid_off else "left"
    return (
        f"{called(person)} {how} {job(role.title, role.employer)} {end.until}, with nothing known to follow"
    )


def _headline(person: Person, setback: Setback) -> str:
    if setback.role:
        return f"Stand by {called(person)} after {setback.employer or 'the last job'}"
    return f"Stand by {called(person)}: the job at {setback.employer or 'our client'} ended early"


PLAY = Play(
    "stand_by_in_a_setback",
    "care",
    Settings(importance=1),
    propose,
    reads=("placements", "roles"),
    brings=("what_happened", "asks_pause_until", "employer"),
)
