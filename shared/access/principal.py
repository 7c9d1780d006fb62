"""Who asks: set by the guard for the time of a request, read where a service's parts are put together."""

from contextvars import ContextVar
from dataclasses import dataclass
from enum import StrEnum

from shared.errors import ForbiddenError


class Role(StrEnum):
    """Who somebody is to the agency."""

    RECRUITER = "recruiter"
    MANAGER = "manager"
    SERVICE = "service"
    ADMIN = "admin"
    CALENDAR = "calendar"
    """A calendar that a recruiter has subscribed to: reads theirs, and nothing else."""


class Scope(StrEnum):
    """What may be done."""

    READ = "read"
    CALENDAR = "calendar"
    DESK = "desk"
    INGEST = "ingest"
    RULES = "rules"
    HOOKS = "hooks"
    METRICS = "metrics"
    ACCESS = "access"


OF_ROLE: dict[Role, frozenset[Scope]] = {
    Role.RECRUITER: frozenset({Scope.READ, Scope.CALENDAR, Scope.DESK}),
    Role.MANAGER: frozenset({Scope.READ, Scope.CALENDAR, Scope.DESK, Scope.INGEST, Scope.RULES}),
    Role.SERVICE: frozenset(),
    Role.ADMIN: frozenset(Scope),
    Role.CALENDAR: frozenset({Scope.CALENDAR}),
}
"""What a role brings; a service has what its token says."""
OWN = (Role.RECRUITER, Role.CALENDAR)
"""Roles that are one recruiter's."""
GIVEN = frozenset(Scope) - {Scope.ACCESS}
"""What a service may be given: who hands out tokens is a person."""


@dataclass(frozen=True, slots=True)
class Principal:
    """Who asks, for which agency, and what they may do."""

    agency: str
    role: Role
    scopes: frozenset[Scope]
    recruiter: str | None = None
    """As whom they act at the desk; nobody: as anyone they name."""
    token: str | None = None
    """The id of their token; none: the operator's own, which has no limit."""
    per_minute: int = 0

    def may(self, scope: Scope) -> bool:
        """Whether they may do this."""
        return scope in self.scopes

    def speaks_for(self, recruiter: str) -> bool:
        """Whether they may act as this recruiter: a recruiter as themselves only."""
        return self.role not in OWN or self.recruiter == recruiter


def admin(agency: str) -> Principal:
    """The operator of this installation."""
    return Principal(agency, Role.ADMIN, OF_ROLE[Role.ADMIN])


CALLER: ContextVar[Principal] = ContextVar("caller")
"""Who asks, within a request; threads that work for it see it too."""


def acting_as(recruiter: str) -> str:
    """The recruiter as whom the request acts. Raises `ForbiddenError` when they are not who asks."""
    caller = CALLER.get()
    if not caller.speaks_for(recruiter):
        raise ForbiddenError(f"This token is {caller.recruiter}'s: they act as themselves only.")
    return recruiter
