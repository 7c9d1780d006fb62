"""The desk on a real database: one holder at a time, and nothing said that was not done."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any

import pytest
from vocabulary.handled import ANN, NOW, Clocked, fact, give, parts_of, said

from services.desk.commands import Claim, Complete, Extend, Release, Snooze, Unsnooze
from services.desk.desk import Desk
from services.desk.handler import DeskHandler
from services.desk.idempotency import earlier_answer
from services.desk.saying import Answer
from services.desk.tables import common, metadata
from services.desk.terms import ANY, Terms
from shared.database import transaction
from shared.envelope import computed_id
from shared.errors import ChangedError, ConflictError, NotFoundError, UnderWayError, UnreadableError
from shared.facts.heard import AnswersGiven, SearchStated
from shared.facts.outreach import (
    OutreachClaimed,
    OutreachCompleted,
    OutreachExtended,
    OutreachReleased,
    OutreachUnsnoozed,
)
from shared.facts.people import PersonErased
from shared.facts.tasks import TaskMoved, TaskPlanned, TaskWithdrawn

TASK = computed_id("task", 1)
KEY = Terms("key")
PLANNED = TaskPlanned(
    task=TASK,
    revision=1,
    play="check_in_on_settling_in",
    about="placement",
    occurrence="day 7",
    opens_on=date(2026, 3, 1),
    closes_on=date(2026, 3, 10),
    side="care",
    importance=2,
)


@pytest.fixture
def parts(database_url: str) -> Iterator[Clocked]:
    """The desk's parts in a fresh database."""
    with parts_of(database_url, "desk", metadata, common) as made:
        yield made


@pytest.fixture
def desk(parts: Clocked) -> Desk:
    """A desk with one task."""
    made = Desk(parts.settings, parts.engine, parts.outbox, parts.clock)
    give(parts, DeskHandler(made), fact(PLANNED))
    return made


def test_a_claim_is_kept_and_said_in_one(parts: Clocked, desk: Desk) -> None:
    """The answer's version names the event that is about to be sent."""
    answer = desk.do(TASK, Claim("ann"))
    assert (answer.state, answer.holder, answer.revision) == ("claimed", "ann", 1)
    event = said(parts)[0]
    assert isinstance(event.body, OutreachClaimed)
    assert answer.version == f"{ANN}:{event.id}"


def test_of_many_claims_at_once_one_wins(parts: Clocked, desk: Desk) -> None:
    """Twenty recruiters claim the same task: one holds it, the others are told who."""
    with ThreadPoolExecutor(20) as crowd:
        found = list(crowd.map(lambda number: _try(desk, Claim(f"r{number}")), range(20)))
    winners = [each for each in found if isinstance(each, Answer)]
    losers = [each for each in found if isinstance(each, ConflictError)]
    assert (len(winners), len(losers)) == (1, 19)
    assert {each.holder for each in losers} == {winners[0].holder}
    assert len(said(parts)) == 1


def test_what_was_heard_is_said_with_the_completion(parts: Clocked, desk: Desk) -> None:
    """In one transaction, after it: whoever has seen the answer's version has seen all of it."""
    answer = desk.do(
        TASK, Complete("ann", "replied", channel="call", answers={"going": "well", "looking": False})
    )
    done, given, looking = said(parts)
    assert done.body == OutreachCompleted(
        task=TASK,
        version=1,
        by="ann",
        play="check_in_on_settling_in",
        outcome="replied",
        on=NOW.date(),
        about="placement",
        channel="call",
        heard=(given.id, looking.id),
    )
    assert isinstance(given.body, AnswersGiven)
    assert given.body.answers == {"going": "well"}
    assert looking.body == SearchStated(feed="desk", looking=False)
    assert len({done.id, given.id, looking.id}) == 3
    assert answer.version == f"{ANN}:{looking.id}"


def test_of_a_completion_that_is_refused_nothing_is_said(parts: Clocked, desk: Desk) -> None:
    """Neither that it was done nor what was heard; the task stays as it was."""
    with pytest.raises(UnreadableError, match="expected 0 to 10") as wrong:
        desk.do(TASK, Complete("ann", "replied", answers={"going": "well", "satisfaction": 11}))
    assert wrong.value.field == "satisfaction"
    assert said(parts) == []
    assert desk.task(TASK).state == "open"


def test_the_same_key_hears_once(parts: Clocked, desk: Desk) -> None:
    """The same completion with the same key is answered the same and says nothing more."""
    done = Complete("ann", "replied", answers={"going": "well"})
    assert desk.do(TASK, done, KEY) == desk.do(TASK, done, KEY)
    assert len(said(parts)) == 2


def test_its_own_words_on_the_log_change_no_task(parts: Clocked, desk: Desk) -> None:
    """What was heard names a task, and is nothing the desk counts."""
    desk.do(TASK, Complete("ann", "replied", answers={"going": "well", "looking": True}))
    before = desk.task(TASK)
    give(parts, DeskHandler(desk), *said(parts))
    assert desk.task(TASK) == before


def test_the_same_key_does_the_work_once(parts: Clocked, desk: Desk) -> None:
    """Sent twice at once, one claim is made; again later, it is answered the same."""
    with ThreadPoolExecutor(8) as crowd:
        found = list(crowd.map(lambda _: _try(desk, Claim("ann"), KEY), range(8)))
    answers = [each for each in found if isinstance(each, Answer)]
    assert answers
    assert {each.version for each in (*answers, desk.do(TASK, Claim("ann"), KEY))} == {answers[0].version}
    assert len(said(parts)) == 1
    with pytest.raises(UnreadableError, match="used for another request"):
        desk.do(TASK, Release("ann"), KEY)


def test_what_is_under_way_is_not_waited_for(parts: Clocked, desk: Desk) -> None:
    """The same key while the first request is still being carried out is told so; its death frees the key."""
    with transaction(parts.engine) as connection:
        earlier_answer(connection, "demo", "key", b"another", NOW)
        with pytest.raises(UnderWayError):
            desk.do(TASK, Claim("ann"), KEY)
        connection.rollback()
    assert desk.do(TASK, Claim("ann"), KEY).holder == "ann"


def test_what_has_changed_since_is_left_alone(parts: Clocked, desk: Desk) -> None:
    """By rules or by recruiters; who saw the newest may go on; a lost race names its holder."""
    seen = desk.task(TASK).tag
    moved = TaskMoved(**{**_fields(PLANNED), "revision": 2})
    give(parts, DeskHandler(desk), fact(moved, after=1))
    with pytest.raises(ChangedError, match=r"at 2\.0 by now"):
        desk.do(TASK, Claim("ann"), Terms(seen=frozenset({seen})))
    assert said(parts) == []
    claimed = desk.do(TASK, Claim("ann"), Terms(seen=frozenset({seen, "2.0"})))
    assert claimed.etag == desk.task(TASK).tag == "2.1"
    with pytest.raises(ConflictError, match="ann holds"):
        desk.do(TASK, Claim("bob"), Terms(seen=frozenset({"2.0"})))


def test_a_repeat_is_answered_whatever_has_changed_since(desk: Desk) -> None:
    """It was carried out when the task was as its caller saw it."""
    terms = Terms("key", frozenset({"1.0"}))
    assert desk.do(TASK, Claim("ann"), terms) == desk.do(TASK, Claim("ann"), terms)


def test_a_refused_command_leaves_its_key_free(desk: Desk) -> None:
    """A command that failed was not carried out, so the same key may carry it out later."""
    desk.do(TASK, Claim("ann"))
    with pytest.raises(ConflictError):
        desk.do(TASK, Claim("bob"), KEY)
    desk.do(TASK, Release("ann"))
    assert desk.do(TASK, Claim("bob"), KEY).holder == "bob"


def test_a_lease_that_ran_out_is_given_back(parts: Clocked, desk: Desk) -> None:
    """The queue has the task again, and the log knows why."""
    desk.do(TASK, Claim("ann"))
    parts.clock.advance(timedelta(hours=2))
    with transaction(parts.engine) as connection:
        DeskHandler(desk).tick(connection)
    body = said(parts)[-1].body
    assert body == OutreachReleased(task=TASK, version=2, by="ann", expired=True)


def test_an_extended_lease_is_not_given_back(parts: Clocked, desk: Desk) -> None:
    """Until it ran out as well; the log has how long each claim was meant to last."""
    desk.do(TASK, Claim("ann"))
    parts.clock.advance(timedelta(minutes=50))
    until = desk.do(TASK, Extend("ann")).lease_until
    parts.clock.advance(timedelta(minutes=50))
    with transaction(parts.engine) as connection:
        DeskHandler(desk).tick(connection)
    assert desk.task(TASK).held_by(parts.clock.now()) == "ann"
    assert until == (NOW + timedelta(minutes=110)).isoformat()
    assert said(parts)[-1].body == OutreachExtended(
        task=TASK, version=2, by="ann", until=NOW + timedelta(minutes=110)
    )


def test_a_nap_that_was_cut_short_is_on_the_log(parts: Clocked, desk: Desk) -> None:
    """So that the queue shows the task at once."""
    desk.do(TASK, Snooze("ann", date(2026, 3, 6)))
    assert desk.do(TASK, Unsnooze("bob")).snoozed_until is None
    assert said(parts)[-1].body == OutreachUnsnoozed(task=TASK, version=2, by="bob")


def test_a_completion_wins_over_a_withdrawal_that_crossed_it(parts: Clocked, desk: Desk) -> None:
    """Rules withdrew the task while its holder was writing; what was done counts."""
    desk.do(TASK, Claim("ann"))
    withdrawn = TaskWithdrawn(**{**_fields(PLANNED), "revision": 2}, because="the placement was cancelled")
    give(parts, DeskHandler(desk), fact(withdrawn, after=1))
    assert desk.do(TASK, Complete("ann", "replied")).state == "completed"
    assert isinstance(said(parts)[-1].body, OutreachCompleted)


def test_the_desk_learns_from_the_log_what_it_forgot(parts: Clocked, desk: Desk) -> None:
    """Put back to an earlier state, it reads its own words; known ones change nothing."""
    claimed = OutreachClaimed(task=TASK, version=1, by="ann", until=NOW + timedelta(hours=1))
    give(parts, DeskHandler(desk), fact(claimed), fact(claimed))
    with pytest.raises(ConflictError) as lost:
        desk.do(TASK, Claim("bob"))
    assert lost.value.holder == "ann"


def test_an_erased_person_has_no_tasks(parts: Clocked, desk: Desk) -> None:
    """Neither those there were nor those that still arrive."""
    give(parts, DeskHandler(desk), fact(PersonErased(reason="asked"), after=1), fact(PLANNED))
    with pytest.raises(NotFoundError):
        desk.do(TASK, Claim("ann"))


def _try(desk: Desk, command: Claim, terms: Terms = ANY) -> Answer | ConflictError | UnderWayError:
    try:
        return desk.do(TASK, command, terms)
    except (ConflictError, UnderWayError) as error:
        return error


def _fields(task: TaskPlanned) -> dict[str, Any]:
    return {name: getattr(task, name) for name in task.__struct_fields__}
