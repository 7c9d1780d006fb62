"""While a lease lasts a task is its holder's, and nobody else touches it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from vocabulary.desk import LEASE, NOW, OPEN, after

from services.desk.commands import (
    Claim,
    Command,
    Complete,
    Dismiss,
    Extend,
    Reassign,
    Release,
    Snooze,
    Unsnooze,
)
from services.desk.deciding import When, decide, expire
from services.desk.task import State, evolve
from shared.errors import ConflictError, UnreadableError
from shared.facts.outreach import OutreachReleased


def test_a_claim_lasts_as_long_as_its_lease() -> None:
    """The holder is named until the lease runs out; then the next one may claim."""
    claimed = after(OPEN, Claim("ann"))
    assert (claimed.state, claimed.held_by(NOW), claimed.version) == (State.CLAIMED, "ann", 1)
    with pytest.raises(ConflictError, match="ann holds the task") as lost:
        after(claimed, Claim("bob"))
    assert (lost.value.holder, lost.value.until) == ("ann", (NOW + LEASE).isoformat())
    assert after(claimed, Claim("bob"), now=NOW + LEASE).holder == "bob"


@pytest.mark.parametrize(
    "command",
    [
        Extend("bob"),
        Release("bob"),
        Complete("bob", "sent"),
        Dismiss("bob", "no"),
        Snooze("bob", date(2026, 3, 5)),
        Unsnooze("bob"),
    ],
)
def test_nobody_else_touches_a_claimed_task(command: Command) -> None:
    """Every verb of another recruiter is refused while the lease lasts."""
    with pytest.raises(ConflictError, match="ann holds"):
        after(OPEN, Claim("ann"), command)


def test_a_release_gives_it_back() -> None:
    """A released task is open; releasing what nobody holds is told so."""
    assert after(OPEN, Claim("ann"), Release("ann")).state is State.OPEN
    with pytest.raises(ConflictError, match="nothing to release"):
        after(OPEN, Release("ann"))


def test_a_lease_that_ran_out_gives_the_task_back() -> None:
    """Not a moment before."""
    claimed = after(OPEN, Claim("ann"))
    assert expire(claimed, NOW + LEASE - timedelta(seconds=1)) is None
    assert expire(claimed, NOW + LEASE) == OutreachReleased(task="task", version=2, by="ann", expired=True)


def test_an_extension_lasts_from_now_on() -> None:
    """The holder goes on; once the lease ran out there is nothing to extend."""
    claimed = after(OPEN, Claim("ann"))
    later = NOW + timedelta(minutes=40)
    extended = after(claimed, Extend("ann"), now=later)
    assert (extended.held_by(NOW + LEASE), extended.lease_until) == ("ann", later + LEASE)
    with pytest.raises(ConflictError, match="claim it again"):
        after(claimed, Extend("ann"), now=NOW + LEASE)


def test_an_extension_never_shortens_a_claim() -> None:
    """Also when claims were given more time when it was made."""
    claimed = after(OPEN, Claim("ann"))
    shorter = When(NOW, NOW.date(), timedelta(minutes=5))
    assert evolve(claimed, decide(claimed, Extend("ann"), shorter), "word").lease_until == NOW + LEASE


def test_the_holder_of_what_no_longer_applies_may_go_on() -> None:
    """Nothing is pulled away from them."""
    flagged = replace(after(OPEN, Claim("ann")), planned=False, why_not="the placement was cancelled")
    assert after(flagged, Extend("ann")).held_by(NOW) == "ann"


def test_what_somebody_is_at_is_not_given_away() -> None:
    """Only they themselves may."""
    with pytest.raises(ConflictError, match="ann holds") as lost:
        after(OPEN, Claim("ann"), Reassign("boss", "bob"))
    assert lost.value.holder == "ann"
    with pytest.raises(UnreadableError) as wrong:
        after(OPEN, Reassign("boss", " "))
    assert wrong.value.field == "to"
