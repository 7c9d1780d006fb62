"""Congratulate on each anniversary of a placement that lasts until then."""

from collections.abc import Iterator

from services.rules.person import Person
from services.rules.person.history import Anniversary
from services.rules.person.placement import Placement
from services.rules.play import Days, Play, PlaySettings
from services.rules.proposal import Proposal, days_after, facts, looked_after_by
from services.rules.wording import began_in, called, contact, job, reason, told
from shared.facts.tasks import Reason


class Settings(PlaySettings, frozen=True, kw_only=True):
    """What an agency can set."""

    open_days: Days = 10
    """How long after the day itself it is still good to write."""


def propose(person: Person, settings: Settings) -> Iterator[Proposal]:
    """One task for each announced anniversary."""
    for anniversary in _announced(person):
        placement = person.placements.get(anniversary.placement)
        closes_on = days_after(anniversary.occurs_on, settings.open_days)
        if placement and _celebrated(placement, anniversary) and closes_on >= person.today:
            yield Proposal(
                about=placement.id,
                occurrence=f"year {anniversary.years}",
                asserted_by=facts(placement.asserted),
                opens_on=anniversary.occurs_on,
                closes_on=closes_on,
                headline=_headline(person, placement, anniversary),
                recruiter=looked_after_by(person, placement),
                reasons=_reasons(person, placement, anniversary),
                brings=_brings(person, placement, anniversary),
            )


def _announced(person: Person) -> list[Anniversary]:
    """Of each anniversary the newest announcement."""
    ordered = sorted(person.anniversaries.values(), key=lambda anniversary: anniversary.said)
    return list({(one.placement, one.years): one for one in ordered}.values())


def _celebrated(placement: Placement, anniversary: Anniversary) -> bool:
    return bool(placement.asserted) and placement.lasts_until(anniversary.occurs_on)


def _years(anniversary: Anniversary) -> str:
    return "one year" if anniversary.years == 1 else f"{anniversary.years} years"


def _headline(person: Person, placement: Placement, anniversary: Anniversary) -> str:
    where = placement.client or "the job we found"
    return f"Congratulate {called(person)} on {_years(anniversary)} at {where}"


def _reasons(person: Person, placement: Placement, anniversary: Anniversary) -> tuple[Reason, ...]:
    started = f"{called(person)} started {began_in(placement.title, placement.client)} {placement.starts}"
    due = f"{_since(placement, anniversary)} on {anniversary.occurs_on}"
    dated = placement.dated or placement.asserted[0]
    return (reason(started, dated), reason(due, anniversary.said))


def _since(placement: Placement, anniversary: Anniversary) -> str:
    """An extension counts from the first start with the client, which is another placement's."""
    own = placement.starts.latest
    if own and anniversary.occurs_on.year - own.year < anniversary.years:
        return f"With what came before it there, that makes {_years(anniversary)}"
    return f"That is {_years(anniversary)} ago"


def _brings(person: Person, placement: Placement, anniversary: Anniversary) -> dict[str, str]:
    return told(
        {
            "client": placement.client,
            "years": str(anniversary.years),
            "role_now": _new_role(person, placement),
            "last_contact": contact(person.last_touch),
        }
    )


def _new_role(person: Person, placement: Placement) -> str | None:
    """A title that changed since the start, without a change of employer."""
    first = placement.starts.latest
    changes = [
        role
        for role in person.roles.values()
        if role.change and not role.change.move and first and role.change.learned > first
    ]
    newest = max(changes, key=lambda role: role.said, default=None)
    return job(newest.title, newest.employer) if newest else None


PLAY = Play(
    "congratulate_on_anniversary",
    "care",
    Settings(importance=2),
    propose,
    reads=("placements", "anniversaries"),
    shows=("roles", "last_touch"),
    brings=("years", "role_now", "last_contact", "client"),
)
