"""What went wrong in a career: a job that ended before its time, or without another one."""

from collections.abc import Iterator, Mapping
from datetime import date

from msgspec import Struct

from services.rules.person.history import Role, RoleEnd, Said
from services.rules.person.placement import Placement, Statement
from shared.employers import same_employer


class Setback(Struct, frozen=True, array_like=True):
    """One of them. Of a placement and a role at the same employer only the placement's is told."""

    about: str
    """The id of the placement or of the role."""
    day: date
    """The last day in the job."""
    endings: tuple[Said, ...]
    """The facts that say it, the one whose words hold at the end."""
    title: str | None
    employer: str | None
    placement: Placement | None = None
    role: Role | None = None


def setbacks(placements: Mapping[str, Placement], roles: Mapping[str, Role]) -> tuple[Setback, ...]:
    """Those that nothing new has followed, the last one at the end."""
    told = (*_of_placements(placements), *_of_roles(placements, roles))
    alone = [one for one in told if not _moved_on(placements, roles, one)]
    return tuple(sorted(alone, key=lambda one: (one.day, one.about)))


def _of_placements(placements: Mapping[str, Placement]) -> Iterator[Setback]:
    for placement in placements.values():
        if (ended := _early(placement)) and ended.ends:
            yield Setback(
                placement.id, ended.ends, placement.endings, placement.title, placement.client, placement
            )


def _early(placement: Placement) -> Statement | None:
    ended = placement.ended
    return ended if placement.asserted and ended and ended.early else None


def _of_roles(placements: Mapping[str, Placement], roles: Mapping[str, Role]) -> Iterator[Setback]:
    for role in roles.values():
        if role.over and role.end and not _told_by_placement(placements, role):
            day = _last_day(role.end)
            yield Setback(role.id, day, (role.end.said,), role.title, role.employer, role=role)


def _last_day(end: RoleEnd) -> date:
    return end.until.latest or end.learned


def _told_by_placement(placements: Mapping[str, Placement], role: Role) -> bool:
    return any(_early(one) and same_employer(one.client, role.employer) for one in placements.values())


def _moved_on(placements: Mapping[str, Placement], roles: Mapping[str, Role], setback: Setback) -> bool:
    """Whether something new began on that day or later."""
    begun = [one.starts.latest for one in placements.values() if one.asserted and one.id != setback.about]
    taken_up = [
        role.change.since.latest
        for role in roles.values()
        if role.change and role.change.move and not role.over and role.id != setback.about
    ]
    return any(start is not None and start >= setback.day for start in (*begun, *taken_up))
