"""Who somebody is to the agency, by what its sign-in provider says of them. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import NamedTuple

from shared.access.principal import Role
from shared.errors import MisconfiguredError

GIVEN = (Role.RECRUITER, Role.MANAGER, Role.ADMIN)
"""Roles that people have."""
E_MAIL = "email"
LONGEST = 200


class UnknownPersonError(Exception):
    """The provider knows somebody who is nobody here."""


class Identity(NamedTuple):
    """Somebody of the agency."""

    recruiter: str
    """As tasks name them."""
    role: Role


@dataclass(frozen=True)
class Claims:
    """Which of a provider's claims say what."""

    recruiter: str
    """The claim that names the recruiter."""
    role: str
    """The claim by whose values roles are given."""
    roles: tuple[tuple[str, Role], ...]
    """Patterns of values, `*` for anything, and the role of each; the first that fits counts."""

    @classmethod
    def reading(cls, recruiter: str, role: str, roles: str) -> "Claims":
        """From the settings. Raises `MisconfiguredError` for a rule that is none."""
        return cls(recruiter, role, tuple(_rule(each) for each in roles.split(",")))

    def whose(self, said: Mapping[str, object]) -> Identity:
        """Who that is. Raises `UnknownPersonError`, in words for themselves."""
        name = next(iter(_values(said, self.recruiter)), "").strip()
        if not name or len(name) > LONGEST:
            raise UnknownPersonError(
                f"Your provider does not say who you are: it sends no `{self.recruiter}`."
            )
        if E_MAIL in (self.recruiter, self.role) and said.get("email_verified", True) not in (True, "true"):
            raise UnknownPersonError(f"Your provider has not verified the address {name}.")
        values = [value.lower() for value in _values(said, self.role)]
        for pattern, role in self.roles:
            if any(fnmatchcase(value, pattern.lower()) for value in values):
                return Identity(name.lower() if self.recruiter == E_MAIL else name, role)
        raise UnknownPersonError(
            f"Nobody here is called {name}: whoever runs Afterhire decides who may sign in."
        )


def _values(said: Mapping[str, object], claim: str) -> Iterator[str]:
    """The values of a claim, a text or a list; one inside another is named with a full stop between."""
    found: object = said.get(claim)
    outer, _, inner = claim.partition(".")
    if found is None and inner and isinstance(nested := said.get(outer), dict):
        yield from _values(nested, inner)
    yield from (str(each) for each in (found if isinstance(found, list) else [found]) if each)


def _rule(text: str) -> tuple[str, Role]:
    pattern, _, role = (part.strip() for part in text.rpartition("="))
    if not pattern or role not in GIVEN:
        raise MisconfiguredError(
            f"AFTERHIRE_OIDC_ROLES: expected rules like *@agency.example=recruiter with commas between, each "
            f"with one of the roles {', '.join(GIVEN)}; found {text.strip()!r}"
        )
    return pattern, Role(role)
