from datetime import UTC, date, datetime
from itertools import permutations

import pytest
from msgspec.structs import replace

from services.rules import playbook as rule
from services.rules.cadence import Arrangement, arrange
from services.rules.person import Person
from services.rules.person.contacts import Dealing, Touch
from services.rules.person.history import Consent, Said
from services.rules.person.placement import Statement, stated
from services.rules.playbook import STANDARD, Playbook
from shared.facts.spans import exactly
from shared.facts.tasks import TaskState

AT = datetime(2026, 3, 1, 9, tzinfo=UTC)
SAID = Said("2026-03-01", AT, "fact", "desk")
WILLING = Person(seen=AT, today=AT.date(), consent=Consent(SAID, given=True))


def task(name: str, opens: str, closes: str, *, side: str = "give", importance: int = 3) -> TaskState:
    return TaskState(
        task=name,
        revision=0,
        play="play",
        about="about",
        occurrence=name,
        opens_on=date.fromisoformat(opens),
        closes_on=date.fromisoformat(closes),
        side=side,
        importance=importance,
    )


def touched(on: str) -> Person:
    touch = Touch(SAID, date.fromisoformat(on), "sent", "rae")
    return replace(WILLING, touches={"fact": touch})


def lines(arrangement: Arrangement) -> list[str]:
    return [
        f"{one.task.task} {one.because}" if one.because else f"{one.task.task} {one.task.opens_on}"
        for one in arrangement.tasks
    ]


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


def news(play: str, name: str, opens: str = "2026-03-10") -> TaskState:
    return replace(task(name, opens, "2026-03-30", importance=4), play=play, about="job")


def test_the_same_news_is_told_once() -> None:
    """By the more important of two plays that tell it, and not again once they have heard it."""
    better = replace(news("share_an_opportunity", "job"), importance=3)
    told = [news("tell_of_similar_searches", "like"), better]
    assert lines(arrange(told, WILLING, STANDARD)) == ["job 2026-03-10", "like same news"]
    heard = Touch(SAID, date(2026, 2, 1), "sent", "rae", play="share_an_opportunity", about="job")
    knowing = replace(WILLING, touches={"fact": heard})
    assert lines(arrange(told, knowing, STANDARD)) == ["job same news", "like same news"]


def given(*plays: str) -> Person:
    """Somebody for whom tasks of these plays were done, a month apart, the last one long ago."""
    touches = {
        play + str(number): Touch(SAID, date(2025, 1 + number, 1), "sent", "rae", play=play)
        for number, play in enumerate(plays)
    }
    return replace(WILLING, touches=touches)


FAVOUR = task("ask", "2026-03-12", "2026-04-10", side="ask", importance=4)
GIFT = "share_a_resource"


@pytest.mark.parametrize(
    ("plays", "line"),
    [
        ((), "ask gives first"),
        ((GIFT, GIFT), "ask gives first"),
        ((GIFT, GIFT, GIFT), "ask 2026-03-12"),
        ((GIFT, GIFT, GIFT, "ask_for_a_referral"), "ask gives first"),
        ((GIFT, GIFT, "ask_for_a_referral", GIFT), "ask gives first"),
        (("congratulate_on_a_move",) * 3, "ask gives first"),
    ],
)
def test_an_ask_comes_after_three_gives(plays: tuple[str, ...], line: str) -> None:
    """Done since the last ask; care is no give."""
    assert lines(arrange([FAVOUR], given(*plays), STANDARD)) == [line]


def test_one_favour_is_asked_at_a_time() -> None:
    """The more important one."""
    second = replace(FAVOUR, task="other", importance=5, opens_on=date(2026, 3, 30))
    arrangement = arrange([second, FAVOUR], given(GIFT, GIFT, GIFT), STANDARD)
    assert lines(arrangement) == ["ask 2026-03-12", "other another ask"]


def test_three_messages_a_quarter_are_enough() -> None:
    """The fourth waits until the first one is a quarter ago; exempt care does not count."""
    gives = [task(f"g{number}", f"2026-03-{10 + number}", "2026-12-31") for number in range(4)]
    care = [task(f"c{day}", f"2026-03-{day}", "2026-04-30", side="care", importance=1) for day in (12, 13)]
    planned = lines(arrange([*gives, *care], WILLING, STANDARD))
    assert planned[2:] == ["g0 2026-03-27", "g1 2026-04-10", "g2 2026-04-24", "g3 2026-06-26"]
    short = replace(gives[3], closes_on=date(2026, 6, 8))
    assert lines(arrange([*gives[:3], short], WILLING, STANDARD))[-1] == "g3 quarter"


def placed(starts: date, *endings: Statement) -> Person:
    """Somebody whom the agency placed at Acme."""
    start = Statement(SAID, "started", exactly(starts), client="Acme")
    placement = None
    for statement in (start, *endings):
        placement = stated(placement, "p", statement)
    assert placement is not None
    return replace(given(GIFT, GIFT, GIFT), placements={"p": placement})


def test_nothing_is_asked_of_them_in_a_hard_time() -> None:
    """For ninety days after the last day in a job that ended early; what opens then waits until then."""
    end = Statement(replace(SAID, fact="end"), "ended", ends=date(2026, 2, 1), early=True)
    person = placed(date(2025, 6, 1), end)
    assert lines(arrange([FAVOUR], person, STANDARD)) == ["ask hard time"]
    patient = replace(FAVOUR, closes_on=date(2026, 6, 1))
    assert lines(arrange([patient], person, STANDARD)) == ["ask 2026-05-03"]


@pytest.mark.parametrize(
    ("starts", "clients", "line"),
    [
        (date(2026, 1, 1), {}, "job off-limits"),
        (date(2025, 3, 15), {}, "job 2026-03-16"),
        (date(2025, 1, 1), {}, "job 2026-03-10"),
        (date(2025, 1, 1), {"ACME Ltd.": date(2026, 3, 20)}, "job 2026-03-21"),
        (date(2025, 1, 1), {"Acme": date(2027, 1, 1)}, "job off-limits"),
        (date(2025, 1, 1), {"Globex": date(2027, 1, 1)}, "job 2026-03-10"),
    ],
)
def test_the_staff_of_a_client_off_limits_is_told_of_no_jobs(
    starts: date, clients: dict[str, date], line: str
) -> None:
    """A year after we placed them there, and as long as the playbook says of a client."""
    playbook = Playbook(off_limits=rule.OffLimits(clients=clients))
    arrangement = arrange([news("share_an_opportunity", "job")], placed(starts), playbook)
    assert lines(arrangement) == [line]
    care = news("congratulate_on_a_move", "move")
    assert lines(arrange([care], placed(starts), playbook)) == ["move 2026-03-10"]
