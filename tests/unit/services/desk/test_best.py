"""Several tasks at once: the best of the queue, each for one recruiter only."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from vocabulary.handled import NOW, Clocked, fact, give, parts_of, said

from services.desk.commands import Claim, ClaimBest, Snooze
from services.desk.desk import Desk
from services.desk.handler import DeskHandler
from services.desk.saying import Answer
from services.desk.tables import TURN, common, metadata
from services.query.orders import QUEUE
from shared.envelope import Event, computed_id
from shared.errors import UnreadableError
from shared.facts.tasks import TaskPlanned

TODAY = NOW.date()


def planned(name: str, importance: int = 2, closes_in: int = 8, **changes: object) -> Event:
    """A task of a person of the same name, open today."""
    known = {"opens_on": TODAY, "recruiter": "ann", "play": "check_in_on_settling_in"}
    body = TaskPlanned(
        task=computed_id("task", name),
        revision=1,
        about="placement",
        occurrence="day 7",
        closes_on=TODAY + timedelta(days=closes_in),
        side="care",
        importance=importance,
        **{**known, **changes},  # type: ignore[arg-type] # the test says what changes
    )
    return fact(body, person=computed_id("person", name))


def names(answers: list[Answer], *known: str) -> list[str]:
    by_task = {computed_id("task", name): name for name in known}
    return [by_task[answer.task] for answer in answers]


@pytest.fixture
def parts(database_url: str) -> Iterator[Clocked]:
    with parts_of(database_url, "desk", metadata, common) as made:
        yield made


@pytest.fixture
def desk(parts: Clocked) -> Desk:
    return Desk(parts.settings, parts.engine, parts.outbox, parts.clock)


def test_the_best_come_first(parts: Clocked, desk: Desk) -> None:
    """The most important, then what closes soonest; as many as were asked for, or as there are."""
    give(parts, DeskHandler(desk), planned("late"), planned("minor", 5, 1), planned("soon", closes_in=1))
    taken = desk.claim_best(ClaimBest("ann", 2))
    assert names(taken, "late", "minor", "soon") == ["soon", "late"]
    assert {(answer.state, answer.holder) for answer in taken} == {("claimed", "ann")}
    assert len(said(parts)) == 2
    assert names(desk.claim_best(ClaimBest("bob", 9)), "minor") == ["minor"]
    assert desk.claim_best(ClaimBest("bob", 9)) == []


def test_the_order_is_that_of_the_queue() -> None:
    """What a recruiter sees at the top is what they get."""
    assert TURN == QUEUE


def test_only_what_is_open_is_taken(parts: Clocked, desk: Desk) -> None:
    """Not what is ahead, over, put off, or held by somebody; but what was held for too long."""
    ahead = planned("ahead", opens_on=TODAY + timedelta(days=1))
    closed = planned("closed", closes_in=-1)
    others = [planned(name) for name in ("snoozed", "held", "dropped")]
    give(parts, DeskHandler(desk), ahead, closed, *others)
    desk.do(computed_id("task", "snoozed"), Snooze("ann", date(2026, 3, 5)))
    desk.do(computed_id("task", "dropped"), Claim("bob"))
    parts.clock.advance(timedelta(minutes=50))
    desk.do(computed_id("task", "held"), Claim("bob"))
    assert desk.claim_best(ClaimBest("ann", 9)) == []
    parts.clock.advance(timedelta(minutes=10))
    assert names(desk.claim_best(ClaimBest("ann", 9)), "dropped") == ["dropped"]


def test_the_queue_can_be_narrowed(parts: Clocked, desk: Desk) -> None:
    """To one recruiter's tasks, or to one play's."""
    give(parts, DeskHandler(desk), planned("ann's"), planned("bob's", recruiter="bob"))
    give(parts, DeskHandler(desk), planned("give", play="share_a_resource", recruiter=None))
    assert names(desk.claim_best(ClaimBest("ann", 9, recruiter="bob")), "bob's") == ["bob's"]
    assert names(desk.claim_best(ClaimBest("ann", 9, play="share_a_resource")), "give") == ["give"]


def test_of_many_who_ask_at_once_each_gets_what_no_other_does(parts: Clocked, desk: Desk) -> None:
    """Twenty ask for three of fifty tasks: none is given twice, and none is left."""
    all_names = [str(number) for number in range(50)]
    give(parts, DeskHandler(desk), *(planned(name) for name in all_names))

    def ask(number: int) -> list[Answer]:
        return desk.claim_best(ClaimBest(f"r{number}", 3))

    with ThreadPoolExecutor(20) as crowd:
        taken = [answer for answers in crowd.map(ask, range(20)) for answer in answers]
    assert sorted(names(taken, *all_names)) == sorted(all_names)
    assert len(said(parts)) == 50


def test_the_same_key_takes_them_once(parts: Clocked, desk: Desk) -> None:
    """A repeat is answered with the same tasks."""
    give(parts, DeskHandler(desk), planned("one"), planned("two"), planned("three"))
    first = desk.claim_best(ClaimBest("ann", 2), "key")
    assert desk.claim_best(ClaimBest("ann", 2), "key") == first
    assert len(said(parts)) == 2
    with pytest.raises(UnreadableError, match="used for another request"):
        desk.claim_best(ClaimBest("ann", 3), "key")


def test_nothing_to_take_is_an_answer_too(desk: Desk) -> None:
    """Also the second time."""
    assert desk.claim_best(ClaimBest("ann", 2), "key") == desk.claim_best(ClaimBest("ann", 2), "key") == []
