"""A placement: the sum of what was stated about it, in whatever order it arrived."""

from datetime import date
from typing import Literal

from msgspec import Struct

from services.rules.person.history import Said
from shared.facts.spans import Span

UNDATED = Span()


class Statement(Struct, frozen=True, array_like=True):
    """What one fact states about a placement."""

    said: Said
    kind: Literal["started", "rescheduled", "cancelled", "ended"]
    starts: Span = UNDATED
    ends: date | None = None
    """The last day: the agreed one, or for `ended` the real one."""
    early: bool = False
    employment: str = "unknown"
    recruiter: str | None = None
    client: str | None = None
    title: str | None = None


class Placement(Struct, frozen=True, array_like=True):
    """A placement as it stands. Known only once a start was stated: dates may arrive before that."""

    id: str
    statements: tuple[Statement, ...]
    asserted: tuple[Said, ...] = ()
    """The facts that say the placement exists, in order; empty when none does or it was cancelled."""
    dated: Said | None = None
    """The fact that says the dates which hold."""
    starts: Span = UNDATED
    ends: date | None = None
    """The agreed last day."""
    ended: Statement | None = None
    endings: tuple[Said, ...] = ()
    """The facts that say it ended, in order."""
    cancelled: Said | None = None
    employment: str = "unknown"
    recruiter: str | None = None
    client: str | None = None
    title: str | None = None

    @property
    def last_day(self) -> date | None:
        """The day after which it is over, as far as that is known."""
        return self.ended.ends if self.ended else self.ends

    def lasts_until(self, day: date) -> bool:
        """Whether the person is still there on `day`, as far as is known."""
        return self.last_day is None or self.last_day >= day


def stated(placement: Placement | None, about: str, statement: Statement) -> Placement:
    """The placement with one more statement; the same again changes nothing."""
    known = placement.statements if placement else ()
    if placement and any(other.said.fact == statement.said.fact for other in known):
        return placement
    return _summed_up(about, tuple(sorted((*known, statement), key=_said)))


def _said(statement: Statement) -> Said:
    return statement.said


def _supersedes(start: Statement, correction: Statement) -> bool:
    """Whether a start takes back a correction: it happened later and was learned of later.

    One alone does not do: a start that lies ahead happens after the un-hire that cancelled it.
    """
    later, earlier = start.said, correction.said
    return later.occurred > earlier.occurred and later.recorded_at > earlier.recorded_at


def _summed_up(about: str, statements: tuple[Statement, ...]) -> Placement:
    starts = [statement for statement in statements if statement.kind == "started"]
    if len(starts) == len(statements) == 1:
        return _from_start(about, statements, starts[0], (starts[0].said,))
    cancels = _holding(statements, "cancelled", starts)
    if cancels or not starts:
        return Placement(about, statements, cancelled=cancels[-1].said if cancels else None)
    return _corrected(about, statements, starts)


def _holding(statements: tuple[Statement, ...], kind: str, starts: list[Statement]) -> list[Statement]:
    return [
        statement
        for statement in statements
        if statement.kind == kind and not any(_supersedes(start, statement) for start in starts)
    ]


def _from_start(
    about: str, statements: tuple[Statement, ...], start: Statement, asserted: tuple[Said, ...]
) -> Placement:
    return Placement(
        about,
        statements,
        asserted=asserted,
        dated=start.said,
        starts=start.starts,
        ends=start.ends,
        employment=start.employment,
        recruiter=start.recruiter,
        client=start.client,
        title=start.title,
    )


def _corrected(about: str, statements: tuple[Statement, ...], starts: list[Statement]) -> Placement:
    moved = _holding(statements, "rescheduled", starts)
    ended = _holding(statements, "ended", starts)
    dates = moved[-1] if moved else starts[-1]
    return Placement(
        about,
        statements,
        asserted=_asserting(statements, starts),
        dated=dates.said,
        starts=dates.starts,
        ends=dates.ends,
        ended=ended[-1] if ended else None,
        endings=tuple(statement.said for statement in ended),
        employment=next((s.employment for s in reversed(starts) if s.employment != "unknown"), "unknown"),
        recruiter=next((s.recruiter for s in reversed(starts) if s.recruiter), None),
        client=next((s.client for s in reversed(starts) if s.client), None),
        title=next((s.title for s in reversed(starts) if s.title), None),
    )


def _asserting(statements: tuple[Statement, ...], starts: list[Statement]) -> tuple[Said, ...]:
    """The starts since the last cancellation; a placement begun anew has tasks of its own."""
    cancels = [statement for statement in statements if statement.kind == "cancelled"]
    since = [start for start in starts if all(_supersedes(start, cancel) for cancel in cancels)]
    return tuple(start.said for start in since or starts)
