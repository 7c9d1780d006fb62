"""Who somebody is, by what a provider says of them."""

from typing import Any

import pytest

from services.console.claims import Claims, Identity, UnknownPersonError
from shared.access.principal import Role
from shared.errors import MisconfiguredError

ANN: dict[str, Any] = {"sub": "1", "email": "Ann@Agency.example", "groups": ["all", "afterhire-managers"]}
BY_ADDRESS = Claims.reading("email", "email", "boss@agency.example=admin, *@agency.example=recruiter")


def test_the_first_rule_that_fits_counts() -> None:
    """Whatever the case of what the provider sends."""
    assert BY_ADDRESS.whose(ANN) == Identity("ann@agency.example", Role.RECRUITER)
    assert BY_ADDRESS.whose({"email": "Boss@agency.example"}).role is Role.ADMIN


def test_roles_may_hang_on_groups() -> None:
    """A list, or a text, also one inside another claim; and a name need be no address."""
    rules = "afterhire-managers=manager,all=recruiter"
    assert Claims.reading("email", "groups", rules).whose(ANN).role is Role.MANAGER
    nested = {"preferred_username": "Ann", "realm_access": {"roles": ["all"]}}
    found = Claims.reading("preferred_username", "realm_access.roles", rules).whose(nested)
    assert found == Identity("Ann", Role.RECRUITER)
    named = {"email": "a@x.example", "https://agency.example/role": "all"}
    assert Claims.reading("email", "https://agency.example/role", rules).whose(named).role is Role.RECRUITER


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"email": "eve@elsewhere.example"}, "Nobody here is called eve@elsewhere.example"),
        ({"email": "eve@agency.example.evil.example"}, "Nobody here"),
        ({"email": "ann@agency.example", "email_verified": False}, "has not verified"),
        ({"email": "ann@agency.example", "email_verified": "false"}, "has not verified"),
        ({"sub": "1"}, "does not say who you are"),
        ({"email": {"is": "odd"}}, "Nobody here"),
        ({"email": "a" * 300 + "@agency.example"}, "does not say who you are"),
    ],
)
def test_who_is_nobody_here_is_told_so(said: dict[str, Any], why: str) -> None:
    """Being known to the provider is not enough."""
    with pytest.raises(UnknownPersonError, match=why):
        BY_ADDRESS.whose(said)


@pytest.mark.parametrize(
    "rules", ["", "ann@agency.example", "*=service", "*=calendar", "=admin", "a=recruiter,"]
)
def test_a_rule_that_is_none_is_said_at_the_start(rules: str) -> None:
    """With what one looks like."""
    with pytest.raises(MisconfiguredError, match=r"\*@agency\.example=recruiter"):
        Claims.reading("email", "email", rules)
