from datetime import UTC, date, datetime
from typing import Any

from services.rules.person.history import Said
from services.rules.person.placement import Placement, Statement, stated
from shared.facts.spans import exactly


def said(occurred: str, recorded: str | None = None) -> Said:
    day = date.fromisoformat(recorded or occurred)
    return Said(
        occurred, datetime(day.year, day.month, day.day, tzinfo=UTC), f"{occurred}/{recorded}", "feed"
    )


def start(occurred: str, recorded: str | None = None, **more: Any) -> Statement:  # noqa: ANN401 - any field
    return Statement(said(occurred, recorded), "started", exactly(date(2026, 12, 1)), **more)


def placement(*statements: Statement) -> Placement:
    found = None
    for statement in statements:
        found = stated(found, "p", statement)
    assert found
    return found


def test_an_un_hire_holds_though_the_start_lies_ahead() -> None:
    """The start happens later, but was said before the cancellation."""
    cancel = Statement(said("2026-11-20"), "cancelled")
    assert not placement(start("2026-12-01", "2026-11-10"), cancel).asserted
    assert not placement(cancel, start("2026-12-01", "2026-11-10")).asserted


def test_a_correction_holds_though_the_start_lies_ahead() -> None:
    """The same for its dates."""
    moved = Statement(said("2026-11-20"), "rescheduled", exactly(date(2027, 1, 4)))
    assert placement(start("2026-12-01", "2026-11-10"), moved).starts.day == date(2027, 1, 4)


def test_an_un_hire_that_was_delivered_before_its_hire_holds() -> None:
    """Web hooks may overtake each other."""
    cancel = Statement(said("2026-11-20", "2026-11-20"), "cancelled")
    assert not placement(cancel, start("2026-11-19", "2026-11-21")).asserted


def test_who_is_hired_again_is_placed_again_by_that_fact() -> None:
    """Later said and later happened."""
    again = start("2026-11-25")
    found = placement(start("2026-11-10"), Statement(said("2026-11-20"), "cancelled"), again)
    assert found.asserted == (again.said,)


def test_two_feeds_complete_each_other() -> None:
    """Each words what the other does not know; both assert the placement."""
    found = placement(start("2026-11-10", client="Acme"), start("2026-11-11", title="Engineer"))
    assert (found.client, found.title, len(found.asserted)) == ("Acme", "Engineer", 2)


def test_an_end_decides_the_last_day() -> None:
    """The real one counts more than the agreed one."""
    ended = Statement(said("2026-12-20"), "ended", ends=date(2026, 12, 20))
    found = placement(start("2026-11-10", ends=date(2027, 3, 1)), ended)
    assert found.last_day == date(2026, 12, 20)
    assert found.lasts_until(date(2026, 12, 20))
    assert not found.lasts_until(date(2026, 12, 21))


def test_the_same_statement_again_changes_nothing() -> None:
    """A fact counts once."""
    assert placement(start("2026-11-10"), start("2026-11-10")) == placement(start("2026-11-10"))
