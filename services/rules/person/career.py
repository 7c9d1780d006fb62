"""The jobs of a person, from the agency's placements and from what other feeds show of their roles."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from msgspec import Struct
from msgspec.structs import replace

from services.rules.person.history import Role, Said
from services.rules.person.placement import Placement
from shared.employers import same_employer
from shared.facts.spans import Span

SAME_JOB_DAYS = 60
"""A role at a client of ours that began within this of a placement there is that placement."""


class Post(Struct, frozen=True, array_like=True):
    """One job, whichever facts speak of it."""

    id: str
    """Of the placement, or else of the role."""
    asserted: tuple[Said, ...]
    """The facts that say they have it, the first one first."""
    began: Span
    title: str | None
    employer: str | None
    placement: Placement | None = None
    """The agency's own, when it placed them there."""
    over: bool = False
    """Whether a fact says that it ended, or that they moved on."""
    last_day: date | None = None
    """The day on which it ended, or will, as far as that is known."""

    @property
    def begun(self) -> date | None:
        """The first day that is sure to be in the job."""
        return self.began.latest

    @property
    def dated(self) -> Said:
        """The fact that says since when they have it."""
        return self.placement.dated or self.asserted[0] if self.placement else self.asserted[0]


def posts(placements: Mapping[str, Placement], roles: Mapping[str, Role]) -> tuple[Post, ...]:
    """Each job once, the one begun last at the end."""
    ours = [_placed(placement, roles.values()) for placement in placements.values() if placement.asserted]
    theirs = _held(role for role in roles.values() if not _ours(role, placements.values()))
    return tuple(sorted((_left(post, roles.values()) for post in (*ours, *theirs)), key=_begun))


def same_job(placement: Placement, role: Role) -> bool:
    """Whether a role is what the agency placed them in: the same employer, begun at about the same time."""
    if not placement.asserted or not same_employer(placement.client, role.employer):
        return False
    return role.change is None or not role.change.move or _near(placement.starts, role.change.since)


def _near(one: Span, other: Span) -> bool:
    """Whether two days may be the same, give or take."""
    slack = timedelta(days=SAME_JOB_DAYS)
    after = other.earliest is None or one.latest is None or one.latest >= other.earliest - slack
    return after and (other.latest is None or one.earliest is None or one.earliest <= other.latest + slack)


def _ours(role: Role, placements: Iterable[Placement]) -> bool:
    return any(same_job(placement, role) for placement in placements)


def _placed(placement: Placement, roles: Iterable[Role]) -> Post:
    """The placement, under the title that was seen last."""
    seen = max((role for role in roles if same_job(placement, role)), key=_said, default=None)
    newer = seen is not None and placement.dated is not None and seen.said > placement.dated
    return Post(
        id=placement.id,
        asserted=placement.asserted,
        began=placement.starts,
        title=seen.title or placement.title if seen and newer else placement.title,
        employer=placement.client,
        placement=placement,
        over=placement.ended is not None or (seen is not None and seen.over),
        last_day=placement.last_day,
    )


def _held(roles: Iterable[Role]) -> list[Post]:
    """The jobs these roles make: a new title at the same employer goes on with the same job."""
    found: list[Post] = []
    for role in sorted(roles, key=_said):
        before = None if _moved(role) else _same_employer(found, role)
        found.append(_continued(before, role) if before else _taken_up(role))
        if before:
            found.remove(before)
    return found


def _moved(role: Role) -> bool:
    return role.change is not None and role.change.move


def _same_employer(found: list[Post], role: Role) -> Post | None:
    return next((post for post in found if same_employer(post.employer, role.employer)), None)


def _taken_up(role: Role) -> Post:
    return Post(
        id=role.id,
        asserted=(role.change.said if role.change else role.said,),
        began=role.change.since if role.change and role.change.move else Span(latest=role.seen_from),
        title=role.title,
        employer=role.employer,
        over=role.over,
        last_day=role.end.until.latest or role.end.learned if role.end and role.over else None,
    )


def _continued(post: Post, role: Role) -> Post:
    last = _taken_up(role)
    return replace(post, title=last.title, over=last.over, last_day=last.last_day)


def _left(post: Post, roles: Iterable[Role]) -> Post:
    """The job as a later move to another employer leaves it."""
    if post.over:
        return post
    moved = [
        role.change.since.latest or role.change.learned
        for role in roles
        if role.change and role.change.move and role.id != post.id and not _before(role, post)
        if same_employer(role.change.old_employer, post.employer)
    ]
    return replace(post, over=True, last_day=min(moved)) if moved else post


def _before(role: Role, post: Post) -> bool:
    """Whether they took up a role before they began the job, so that it did not end it."""
    last = role.change.since.latest if role.change else None
    return last is not None and post.begun is not None and last < post.begun


def _begun(post: Post) -> tuple[date, str]:
    return post.begun or date.min, post.id


def _said(role: Role) -> Said:
    return role.said
