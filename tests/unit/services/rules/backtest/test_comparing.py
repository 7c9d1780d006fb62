"""The report: every figure under both playbooks, and their difference."""

from collections import Counter
from datetime import date

from msgspec.structs import replace

from services.rules.backtest.comparing import compared
from services.rules.backtest.counts import Counts, Happening, Played, RecruiterDay, Span
from services.rules.backtest.page import page
from services.rules.backtest.report import Pair
from services.rules.playbook import STANDARD

MARCH, APRIL = date(2026, 3, 1), date(2026, 4, 1)
CHECK_IN, MOVE = "check_in_on_settling_in", "congratulate_on_a_move"
BEFORE = Counts(
    Counter({Happening(CHECK_IN, MARCH, "raised"): 4, Happening(CHECK_IN, APRIL, "raised"): 2}),
    Counter({RecruiterDay("rae", MARCH): 3, RecruiterDay("rae", APRIL): 2, RecruiterDay("", APRIL): 1}),
    untouched=1,
)
AFTER = Counts(
    Counter(
        {
            Happening(CHECK_IN, APRIL, "raised"): 3,
            Happening(MOVE, MARCH, "held_back", "spacing"): 2,
            Happening(MOVE, APRIL, "held_back", "consent"): 5,
        }
    ),
    Counter({RecruiterDay("rae", APRIL): 3}),
    untouched=4,
)
REPORT = compared(
    "demo",
    Played((BEFORE, AFTER), people=7, facts=70, unreadable=1),
    (STANDARD, replace(STANDARD, tasks_a_day=2)),
    Span(MARCH, date(2026, 4, 30)),
)


def test_each_play_and_each_month_has_its_figures() -> None:
    """In force, new, and what that is more or less."""
    assert {each.play: each.raised for each in REPORT.plays} == {
        CHECK_IN: Pair(6, 3, -3),
        MOVE: Pair(0, 0, 0),
    }
    assert {each.month: each.raised for each in REPORT.months} == {
        "2026-03": Pair(4, 0, -4),
        "2026-04": Pair(2, 3, 1),
    }
    assert REPORT.total.raised == Pair(6, 3, -3)
    assert [(each.play, each.month, each.held_back.new) for each in REPORT.plays_by_month] == [
        (CHECK_IN, "2026-03", 0),
        (CHECK_IN, "2026-04", 0),
        (MOVE, "2026-03", 2),
        (MOVE, "2026-04", 5),
    ]


def test_the_most_frequent_reason_comes_first() -> None:
    """Of those for which tasks were held back under either playbook."""
    assert [(each.because, each.tasks.new) for each in REPORT.held_back] == [("consent", 5), ("spacing", 2)]


def test_the_load_is_held_against_each_playbooks_own_limit() -> None:
    """Three tasks on one day are too many where two are allowed."""
    pool, rae = REPORT.recruiters
    assert (rae.tasks, rae.median_a_day, rae.most_a_day) == (Pair(5, 3, -2), Pair(2.5, 3, 0.5), Pair(3, 3, 0))
    assert rae.days_above == REPORT.days_above == Pair(0, 1, 1)
    assert (pool.recruiter, pool.tasks) == ("", Pair(1, 0, -1))


def test_the_report_says_what_the_new_playbook_says_otherwise() -> None:
    """Setting by setting."""
    assert [(each.setting, each.in_force, each.new) for each in REPORT.settings] == [("tasks_a_day", 12, 2)]


def test_the_page_needs_nothing_else_and_runs_nothing() -> None:
    """No script, no address of anything to fetch; whatever feeds say is text."""
    named = replace(REPORT, agency="<script>alert(1)</script>")
    found = page(named)
    assert "<script" not in found
    assert "http" not in found.replace("http-equiv", "")
    assert "check in on settling in" in found
    assert "−3" in found  # noqa: RUF001 - a minus sign, as it is printed
