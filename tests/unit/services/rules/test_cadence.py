from datetime import date
from itertools import permutations

import pytest
from msgspec.structs import replace
from vocabulary.arranging import SAID, WILLING, lines, task

from services.rules import playbook as rule
from services.rules.cadence import arrange
from services.rules.person import Person
from services.rules.person.contacts import Dealing, Touch
from services.rules.person.history import Consent
from services.rules.playbook import STANDARD, Playbook


def touched(on: str) -> Person:
    touch = Touch(SAID, date.fromisoformat(on), "sent", "rae")
    return replace(WILLING, touches={"fact": touch})


GIVE = task("give", "2026-03-10", "2026-04-10")
ASK = task("ask", "2026-03-12", "2026-04-10", importance=4)
CARE = task("care", "2026-03-20", "2026-03-30", side="care", importance=2)


def test_the_less_important_moves_inside_its_window() -> None:
    """14 days after the more important one, and says so."""
    arrangement = arrange([ASK, GIVE], WILLING, STANDARD)
    assert lines(arrangement) == ["give 2026-03-10", "ask 2026-03-24"]
    assert arrangement.tasks[1].task.reasons[-1].text == (
        "Moved from 2026-03-12: 14 days lie between two messages"
    )


def test_what_finds_no_day_is_held_back() -> None:
    """The next free day lies behind its window."""
    short = task("ask", "2026-03-12", "2026-03-23", importance=4)
    arrangement = arrange([short, GIVE], WILLING, STANDARD)
    assert lines(arrangement) == ["give 2026-03-10", "ask spacing"]
    assert "the next free day, 2026-03-24, is too late" in arrangement.tasks[1].task.reasons[-1].text


def test_the_last_day_of_the_window_is_a_day() -> None:
    """A task may move to it."""
    fits = task("ask", "2026-03-12", "2026-03-24", importance=4)
    assert lines(arrange([fits, GIVE], WILLING, STANDARD)) == ["give 2026-03-10", "ask 2026-03-24"]


def test_every_contact_counts_and_fourteen_days_are_enough() -> None:
    """What was done on the 1st leaves the 15th free, but not the 14th."""
    early = task("give", "2026-03-14", "2026-04-10")
    assert lines(arrange([early], touched("2026-03-01"), STANDARD)) == ["give 2026-03-15"]
    free = task("give", "2026-03-15", "2026-04-10")
    assert lines(arrange([free], touched("2026-03-01"), STANDARD)) == ["give 2026-03-15"]


def test_exempt_care_keeps_its_day_and_others_make_room_for_it() -> None:
    """Care of importance 1 or 2 waits for no contact; it counts for the spacing of others."""
    arrangement = arrange([GIVE, CARE], touched("2026-03-18"), STANDARD)
    assert lines(arrangement) == ["care 2026-03-20", "give 2026-04-03"]


def test_care_of_less_importance_is_not_exempt() -> None:
    """Only importance 1 and 2 are."""
    minor = task("care", "2026-03-20", "2026-03-30", side="care", importance=3)
    assert lines(arrange([minor], touched("2026-03-18"), STANDARD)) == ["care spacing"]


def test_what_somebody_is_at_comes_first() -> None:
    """A claimed task keeps its day; the more important one moves."""
    claimed = replace(WILLING, dealings={"ask": Dealing(1, SAID, "claimed", "rae")})
    assert lines(arrange([GIVE, ASK], claimed, STANDARD)) == ["ask 2026-03-12", "give 2026-03-26"]


def test_a_snoozed_task_counts_for_the_day_it_comes_back() -> None:
    """It stays where it is; others keep away from the day its snooze ends."""
    snoozed = Dealing(1, SAID, "open", "rae", snoozed_until=date(2026, 3, 20))
    person = replace(WILLING, dealings={"give": snoozed})
    assert lines(arrange([GIVE, ASK], person, STANDARD)) == ["give 2026-03-10", "ask 2026-04-03"]


def test_what_is_closed_or_over_is_left_out() -> None:
    """A window that closed before today, and what was completed or dismissed."""
    closed = task("closed", "2026-02-01", "2026-02-28")
    person = replace(WILLING, dealings={"give": Dealing(1, SAID, "dismissed", "rae")})
    assert arrange([closed, GIVE], person, STANDARD).tasks == ()
    today = task("today", "2026-02-01", "2026-03-01")
    assert lines(arrange([today], WILLING, STANDARD)) == ["today 2026-02-01"]


@pytest.mark.parametrize(
    ("given", "playbook", "answer"),
    [
        (None, STANDARD, "care consent"),
        (None, Playbook(consent=rule.Consent(silence_is_a_yes_otherwise=True)), "care 2026-03-20"),
        (Consent(SAID, given=False), STANDARD, "care consent"),
        (Consent(SAID, given=True), STANDARD, "care 2026-03-20"),
    ],
)
def test_consent_comes_first(given: Consent | None, playbook: Playbook, answer: str) -> None:
    """Also for exempt care; whether silence is a yes is the playbook's."""
    assert lines(arrange([CARE], replace(WILLING, consent=given), playbook)) == [answer]


def test_while_a_record_is_parked_everything_is_held_back() -> None:
    """Better silent than wrong."""
    arrangement = arrange([GIVE, CARE], WILLING, STANDARD, parked=True)
    assert {one.because for one in arrangement.tasks} == {"parked record"}


def test_nothing_is_planned_for_somebody_merged_or_erased() -> None:
    """Not even held back."""
    assert arrange([CARE], replace(WILLING, erased=True), STANDARD).tasks == ()


def test_it_asks_for_a_review_when_the_next_window_has_closed() -> None:
    """On that day alone time changes the plan; an empty plan asks for none."""
    assert arrange([GIVE, CARE], WILLING, STANDARD).review_on == date(2026, 3, 31)
    assert arrange([], WILLING, STANDARD).review_on is None


def test_the_order_of_the_proposals_does_not_matter() -> None:
    """Nor does a proposal made twice."""
    proposals = [GIVE, ASK, CARE, task("other", "2026-03-11", "2026-05-10")]
    plans = {tuple(lines(arrange([*order, GIVE], WILLING, STANDARD))) for order in permutations(proposals)}
    assert len(plans) == 1
