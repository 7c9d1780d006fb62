"""Roles: in which one the person was seen, took up, left."""

from services.rules.person import Draft
from services.rules.person.history import Change, Role, RoleEnd, Said
from shared.clock import day_of
from shared.facts import roles


def observed(draft: Draft, body: roles.RoleObserved, said: Said) -> None:
    """A snapshot shows them in it."""
    _see(draft, Role(body.role, said, body.employer, body.title, seen=said, seen_from=body.as_of))


def changed(draft: Draft, body: roles.RoleChanged, said: Said) -> None:
    """They took it up between two snapshots."""
    learned = day_of(said.recorded_at, draft.zone)
    change = Change(said, body.since, body.move, learned, body.old_employer, body.old_title)
    _see(draft, Role(body.role, said, body.employer, body.title, said, change))


def ended(draft: Draft, body: roles.RoleEnded, said: Said) -> None:
    """They left it."""
    end = RoleEnd(said, body.until, body.laid_off, day_of(said.recorded_at, draft.zone))
    _see(draft, Role(body.role, said, body.employer, body.title, end=end))


def _see(draft: Draft, role: Role) -> None:
    known = draft.roles.get(role.id)
    draft.put("roles", role.id, _joined(known, role) if known else role)


def _joined(one: Role, other: Role) -> Role:
    """What two facts say of one role: the words of the newer, the newest change, sight and end."""
    newer = max(one, other, key=lambda role: role.said)
    return Role(
        newer.id,
        newer.said,
        newer.employer,
        newer.title,
        max(filter(None, (one.seen, other.seen)), default=None),
        max(filter(None, (one.change, other.change)), key=lambda change: change.said, default=None),
        max(filter(None, (one.end, other.end)), key=lambda end: end.said, default=None),
        min(filter(None, (one.seen_from, other.seen_from)), default=None),
    )


STEPS = {
    roles.RoleObserved: observed,
    roles.RoleChanged: changed,
    roles.RoleEnded: ended,
}
