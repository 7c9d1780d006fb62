"""Group commits."""

import asyncio
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest

from services.ingest.groups import AT_MOST, Groups


def test_what_arrives_during_a_group_forms_the_next() -> None:
    """Each gets its own result."""
    sizes: list[int] = []

    def double(items: Sequence[int]) -> list[int]:
        sizes.append(len(items))
        return [item * 2 for item in items]

    async def all_at_once() -> list[int]:
        with ThreadPoolExecutor(1) as pool:
            groups = Groups(double, pool)
            return await asyncio.gather(*(groups.submit(item) for item in range(AT_MOST + 5)))

    assert asyncio.run(all_at_once()) == [item * 2 for item in range(AT_MOST + 5)]
    assert sizes == [AT_MOST, 5]


def test_a_failure_is_everybodys_of_that_group_only() -> None:
    """The next group is worked on."""

    def fail_on_zero(items: Sequence[int]) -> Sequence[int]:
        if 0 in items:
            raise ValueError("zero")
        return items

    async def one_after_the_other() -> int:
        with ThreadPoolExecutor(1) as pool:
            groups = Groups(fail_on_zero, pool)
            with pytest.raises(ValueError, match="zero"):
                await groups.submit(0)
            return await groups.submit(1)

    assert asyncio.run(one_after_the_other()) == 1


def test_a_caller_who_goes_away_disturbs_nobody() -> None:
    """Their item is worked on all the same."""
    begun, go_on = threading.Event(), threading.Event()

    def wait(items: Sequence[int]) -> Sequence[int]:
        begun.set()
        assert go_on.wait(10)
        return items

    async def leave_one() -> int:
        with ThreadPoolExecutor(1) as pool:
            groups = Groups(wait, pool)
            leaving, staying = (asyncio.ensure_future(groups.submit(item)) for item in (1, 2))
            await asyncio.get_running_loop().run_in_executor(None, begun.wait, 10)
            leaving.cancel()
            go_on.set()
            return await staying

    assert asyncio.run(leave_one()) == 2
