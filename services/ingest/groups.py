"""Group commits: what arrives while one group is committed forms the next."""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from typing import Generic, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

GATHER_S = 0.002
"""How long the first one waits for others."""
AT_MOST = 200
"""Items of one group."""


class Groups(Generic[Item, Result]):
    """Has items worked on together, one group after the other, in a thread of `executor`.

    `work` gives one result per item, in their order; what it raises is raised to all of the group.
    """

    def __init__(self, work: Callable[[Sequence[Item]], Sequence[Result]], executor: Executor) -> None:
        self._work = work
        self._executor = executor
        self._waiting: list[tuple[Item, asyncio.Future[Result]]] = []
        self._draining: asyncio.Task[None] | None = None

    async def submit(self, item: Item) -> Result:
        """Wait for the item's result."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Result] = loop.create_future()
        self._waiting.append((item, future))
        if self._draining is None or self._draining.done():
            self._draining = loop.create_task(self._drain())
        return await future

    async def _drain(self) -> None:
        await asyncio.sleep(GATHER_S)
        while self._waiting:
            group, self._waiting = self._waiting[:AT_MOST], self._waiting[AT_MOST:]
            await self._settle(group)

    async def _settle(self, group: Sequence[tuple[Item, asyncio.Future[Result]]]) -> None:
        loop = asyncio.get_running_loop()
        try:
            results = await loop.run_in_executor(self._executor, self._work, [item for item, _ in group])
        except Exception as error:  # noqa: BLE001 - it is raised again to each who waits
            for _, future in group:
                if not future.done():
                    future.set_exception(error)
            return
        for (_, future), result in zip(group, results, strict=True):
            if not future.done():  # the caller may have gone away
                future.set_result(result)
