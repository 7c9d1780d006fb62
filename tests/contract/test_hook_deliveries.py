"""Web hooks that others are sent: each change told until it was taken, in order, signed."""

import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest
import sqlalchemy as sa
from standardwebhooks.webhooks import WebhookVerificationError
from vocabulary.installation import JANE, TASK, Installation, claimed, completed, ids, planned
from vocabulary.receiver import Receiver
from vocabulary.told import Told

from services.query.changes import ChangePlace
from services.query.hooks.deliverer import AT_ONCE, Deliverer
from services.query.hooks.tables import HOOKS
from shared.cursor import cursor_of
from shared.database import transaction
from shared.facts.people import PersonAbsorbed, PersonErased

JOHN = str(ids([2])[0])


@pytest.fixture
def told(database_url: str) -> Iterator[Told]:
    with Installation(database_url) as here, Receiver() as receiver:
        made = Told(here, receiver)
        yield made
        made.sender.close()


def test_a_hook_is_told_what_the_queue_says(told: Told) -> None:
    """Of what changes after it was added: the same as the listing, signed by Standard Webhooks."""
    told.here.project(planned())
    told.work()
    told.add()
    told.work()
    assert told.receiver.got == []
    told.here.project(claimed())
    told.work()
    (got,) = told.receiver.got
    listed = told.here.client().get("/v1/tasks").json()["tasks"][0]
    assert (got.message["type"], got.message["data"]) == ("task", listed)
    assert got.verified(told.secret)
    with pytest.raises(WebhookVerificationError):
        got._replace(body=got.body.replace(b"claimed", b"planned")).verified(told.secret)
    told.work()
    assert len(told.receiver.got) == 1
    assert told.log() == [("task", 1, 204)]


def test_what_was_not_taken_is_sent_again_and_what_follows_waits(told: Told) -> None:
    """Under the same id, later each time; of a task that changed meanwhile only its newest state."""
    told.add()
    first, second = ids([101, 102])
    told.here.project(planned(first), planned(second))
    told.receiver.status = 500
    told.work()
    told.work()
    assert told.receiver.tasks == [first]
    told.clock.advance(timedelta(seconds=7))
    told.work()
    assert [got.headers["webhook-id"] for got in told.receiver.got] == [
        told.receiver.got[0].headers["webhook-id"]
    ] * 2
    assert (told.hook()["state"], told.hook()["failed"]) == ("on", 2)
    told.receiver.status = 200
    told.here.project(completed(task=first))
    told.clock.advance(timedelta(minutes=1))
    told.work()
    assert told.receiver.tasks[2:] == [second, first]
    assert told.receiver.got[-1].message["data"]["state"] == "completed"
    assert told.hook()["failed"] == 0
    assert told.log() == [("task", 1, 500), ("task", 2, 500), ("task", 3, 200), ("task", 1, 200)]


def test_a_process_that_dies_after_sending_sends_again_and_misses_nothing(told: Told) -> None:
    """Once its lease has run out another takes over."""

    class Dead(BaseException):
        pass

    def die(*_args: object, **_more: object) -> bool:
        raise Dead

    told.add()
    told.here.project(planned(ids([101])[0]), planned(ids([102])[0]))
    told.deliverer._keep = die  # type: ignore[method-assign] # noqa: SLF001 - the process ends here
    with pytest.raises(Dead):
        told.work()
    told.deliverer = Deliverer(told.register, told.sender)
    told.work()
    assert told.receiver.tasks == ids([101, 102])
    told.clock.advance(timedelta(minutes=4))
    told.work()
    assert told.receiver.tasks == [*ids([101, 102])] * 2
    told.work()
    assert len(told.receiver.got) == 4


def test_of_several_processes_one_tells_a_hook(told: Told) -> None:
    """The other finds nothing to do while the first is at it."""
    told.add()
    told.here.project(planned())
    other = Deliverer(told.register, told.sender)
    seen: list[bool] = []
    told.receiver.each = lambda _got: seen.append(other.round(threading.Event()))
    told.work()
    assert (seen, len(told.receiver.got)) == ([False], 1)


def test_more_than_a_batch_is_told_in_order(told: Told) -> None:
    """All of it in one turn."""
    told.add()
    many = ids(range(1_000, 1_000 + 2 * AT_ONCE + 3))
    told.here.take([told.here.record(told.here.event(planned(task))) for task in many])
    told.work()
    assert told.receiver.tasks == many


def test_a_hook_may_want_some_tasks_only(told: Told) -> None:
    """By recruiter or play; it does not look through the same changes twice."""
    told.add(recruiter="bob@agency.example")
    told.here.project(planned(), planned(ids([102])[0], recruiter="bob@agency.example"))
    told.work()
    assert told.receiver.tasks == ids([102])


def test_who_left_is_told_of(told: Told) -> None:
    """A merge and an erasure: forget them."""
    told.add()
    told.here.project(planned(), PersonAbsorbed(into=JOHN, merge="m1"))
    told.here.project(PersonErased(reason="asked for it"), person=JOHN)
    told.work()
    left = [got.message["data"] for got in told.receiver.got if got.message["type"] == "person.left"]
    assert left == [{"person": JANE, "into": JOHN}, {"person": JOHN, "into": None}]


def test_a_receiver_that_is_away_for_long_is_stopped_tried_daily_and_on_again(told: Told) -> None:
    """By itself, from where it was told last."""
    told.add()
    told.here.project(planned())
    told.receiver.status = 503
    for _ in range(40):
        told.work()
        told.clock.advance(timedelta(hours=4))
    assert (told.hook()["state"], told.hook()["because"]) == (
        "stopped",
        "no answer for five days: it is tried once a day",
    )
    told.receiver.status = 200
    told.clock.advance(timedelta(days=1))
    told.work()
    assert (told.hook()["state"], told.hook()["because"], told.hook()["failing_since"]) == ("on", None, None)
    assert told.receiver.got[-1].message["data"]["task"] == TASK


def test_a_redirection_is_not_followed(told: Told) -> None:
    """It may lead anywhere; it counts as not taken."""
    told.add()
    told.here.project(planned())
    told.receiver.status, told.receiver.extra = 307, {"Location": told.receiver.url}
    told.work()
    assert (len(told.receiver.got), told.log()) == (1, [("task", 1, 307)])


def test_nobody_listening_is_told_in_the_log_without_anything_personal(told: Told) -> None:
    """Which the delivery log never holds."""
    told.add()
    with transaction(told.here.parts.engine) as connection:
        connection.execute(sa.update(HOOKS).values(url="http://127.0.0.1:1/hook"))
    told.here.project(planned())
    told.work()
    found = told.here.client().get(f"/v1/hooks/{told.id}/deliveries")
    assert found.json()["deliveries"][0]["status"] is None
    assert found.json()["deliveries"][0]["error"].startswith("ConnectError")
    assert "Jane" not in found.text


def test_in_a_database_put_back_a_hook_goes_on_from_the_present(told: Told) -> None:
    """Its place was counted by another: it would be waited for in silence."""
    told.add()
    far = cursor_of(ChangePlace(10**12))
    with transaction(told.here.parts.engine) as connection:
        connection.execute(sa.update(HOOKS).values(place=far))
    told.work()
    told.here.project(planned())
    told.work()
    assert told.receiver.tasks == [TASK]
