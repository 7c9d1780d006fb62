from datetime import date

import pytest
from msgspec.structs import replace
from vocabulary.arranging import SAID, WILLING, lines, task

from services.rules import playbook as rule
from services.rules.cadence import arrange
from services.rules.person import Person
from services.rules.person.contacts import Touch
from services.rules.person.placement import Statement, stated
from services.rules.playbook import STANDARD, Playbook
from shared.facts.spans import exactly
from shared.facts.tasks import TaskState


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
