"""Roles a person holds, wherever they came from."""

from services.query.phrases import role_at
from shared.facts import roles


def _observed(body: roles.RoleObserved) -> str:
    return f"Was seen on {body.as_of}{role_at(body.title, body.employer)}."


def _changed(body: roles.RoleChanged) -> str:
    what = "Moved to a new employer" if body.move else "Got a new title"
    before = role_at(body.old_title, body.old_employer, " (before that ")
    new = role_at(body.title, body.employer, ": ")
    return f"{what}{new}{before + ')' if before else ''}, {body.since}."


def _ended(body: roles.RoleEnded) -> str:
    how = "Was laid off" if body.laid_off else "Left their role"
    return f"{how}{role_at(body.title, body.employer, ': ')}, {body.until}."


WORDS = {
    roles.RoleObserved: _observed,
    roles.RoleChanged: _changed,
    roles.RoleEnded: _ended,
}
