import asyncio
from collections.abc import Coroutine
from typing import TypeVar

import pytest

from services.rules.stream.backlog import Backlog, Batch
from shared.log.protocol import Record

LIMIT_S = 20.0
Found = TypeVar("Found")


def within_limit(waiting: Coroutine[None, None, Found]) -> Found:
    """What comes out of it, in time."""
    return asyncio.run(asyncio.wait_for(waiting, LIMIT_S))


def records(*offsets: int) -> list[Record]:
    """Records with these offsets."""
    return [Record("people", 0, offset, 0, None, None, ()) for offset in offsets]


def offsets(batch: Batch) -> list[int]:
    """Their places on the log."""
    return [record.offset for record in batch.records]


async def filled(*batches: Batch, at_once: int = 10, at_most: int = 10) -> Backlog:
    """A backlog that holds these batches."""
    backlog = Backlog(at_once=at_once, at_most=at_most)
    for batch in batches:
        await backlog.put(batch)
    return backlog


def test_batches_that_wait_are_taken_together_in_order() -> None:
    """One transaction works off all that came while another one ran."""

    async def work() -> Batch:
        waiting = await filled(Batch(1, records(0, 1)), Batch(1, records(2)), Batch(1, records(3, 4)))
        return await waiting.take()

    assert offsets(within_limit(work())) == [0, 1, 2, 3, 4]


def test_batches_of_two_assignments_are_never_mixed() -> None:
    """What was read under an assignment that is over can be dropped alone."""

    async def work() -> tuple[Batch, Batch]:
        waiting = await filled(Batch(1, records(0)), Batch(2, records(1)), Batch(2, records(2)))
        return await waiting.take(), await waiting.take()

    assert within_limit(work()) == (Batch(1, records(0)), Batch(2, records(1, 2)))


def test_no_more_are_taken_together_than_asked_for() -> None:
    """A single batch may be larger; it is handed out alone."""

    async def work() -> list[list[int]]:
        waiting = await filled(Batch(1, records(0, 1)), Batch(1, records(2)), at_once=4)
        first = await waiting.take()
        await waiting.put(Batch(1, records(*range(3, 9))))
        await_room = asyncio.create_task(waiting.put(Batch(1, records(9))))
        second, third = await waiting.take(), await waiting.take()
        await await_room
        return [offsets(first), offsets(second), offsets(third)]

    assert within_limit(work()) == [[0, 1, 2], [3, 4, 5, 6, 7, 8], [9]]


def test_who_takes_from_an_empty_one_waits_for_the_next_batch() -> None:
    """A step begins as soon as something has come."""

    async def work() -> Batch:
        waiting = await filled()
        taking = asyncio.create_task(waiting.take())
        await waiting.put(Batch(1, records(7)))
        return await taking

    assert offsets(within_limit(work())) == [7]


@pytest.mark.parametrize(("at_once", "at_most"), [(2, 10), (10, 1)])
def test_who_brings_more_than_may_wait_waits_too(at_once: int, at_most: int) -> None:
    """Records that no step has room for stay with the broker, by number of records and of batches."""

    async def work() -> bool:
        waiting = await filled(Batch(1, records(0, 1)), at_once=at_once, at_most=at_most)
        bringing = asyncio.create_task(waiting.put(Batch(1, records(2))))
        done, _ = await asyncio.wait([bringing], timeout=0)
        await waiting.take()
        await bringing
        return not done

    assert within_limit(work())
