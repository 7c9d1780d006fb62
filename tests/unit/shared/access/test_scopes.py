import pytest

from shared.access.principal import OF_ROLE, Principal, Role, Scope, admin
from shared.access.rates import Rates
from shared.access.scopes import needed


@pytest.mark.parametrize(
    ("method", "path", "scope"),
    [
        ("GET", "/v1/tasks", Scope.READ),
        ("POST", "/v1/tasks/claim", Scope.DESK),
        ("PUT", "/v1/recruiters/ann/of/us/handover", Scope.DESK),
        ("POST", "/v1/people/1/merge", Scope.INGEST),
        ("PUT", "/v1/playbook", Scope.RULES),
        ("GET", "/v1/tokens", Scope.ACCESS),
        ("GET", "/metrics", Scope.METRICS),
        ("GET", "/v1/something-new", Scope.ACCESS),
        ("DELETE", "/v1/people/1", Scope.ACCESS),
        ("GET", "/v1/recruiters/ann\n/day", Scope.ACCESS),
    ],
)
def test_a_request_needs_the_scope_of_its_path(method: str, path: str, scope: Scope) -> None:
    """What stands in no line of the table is the admin's."""
    assert needed(method, path) is scope


def test_a_recruiter_speaks_for_themselves() -> None:
    """Everybody else for anybody."""
    ann = Principal("demo", Role.RECRUITER, OF_ROLE[Role.RECRUITER], "ann")
    assert (ann.speaks_for("ann"), ann.speaks_for("bob")) == (True, False)
    assert admin("demo").speaks_for("bob")


def test_a_burst_is_a_tenth_of_a_minutes_requests() -> None:
    """Then one at a time, as the rate has it; a token that waited may go on, another is not concerned."""
    rates = Rates()
    assert [rates.wait("a", 60, 100.0) for _ in range(7)] == [0] * 6 + [1]
    assert (rates.wait("b", 60, 100.0), rates.wait("a", 60, 101.0)) == (0, 0)
    assert rates.wait("a", 60, 101.0) == 1


def test_a_slow_rate_lets_one_through_at_a_time() -> None:
    """Also where a tenth of a minute's requests is less than one."""
    rates = Rates()
    assert [rates.wait("a", 1, 5.0), rates.wait("a", 1, 5.0), rates.wait("a", 1, 65.0)] == [0, 60, 0]
