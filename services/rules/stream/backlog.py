"""Batches that wait while a step runs; the next step takes them together.

At a low rate the log hands out single facts. One transaction for each would be the slowest way to work them
off, so that a short delay would grow into a long one.
"""

import asyncio
from collections import deque
from collections.abc import Sequence
from typing import NamedTuple

from shared.log.protocol import Record


class Batch(NamedTuple):
    """Records in the log's order, read under one assignment of partitions."""

    generation: int
    """Counts the assignments of the group."""
    records: Sequence[Record]


class Backlog:
    """Holds batches in the order they came; used within one event loop.

    `at_once`: how many records are handed out together; a single batch may be larger. `at_most`: how many
    batches wait; who brings another one waits as well.
    """

    def __init__(self, *, at_once: int, at_most: int) -> None:
        self._at_once = at_once
        self._at_most = at_most
        self._waiting: deque[Batch] = deque()
        self._changed = asyncio.Condition()

    async def put(self, batch: Batch) -> None:
        """Add a batch, once there is room for it."""
        async with self._changed:
            await self._changed.wait_for(self._has_room)
            self._waiting.append(batch)
            self._changed.notify_all()

    def _has_room(self) -> bool:
        held = sum(len(batch.records) for batch in self._waiting)
        return len(self._waiting) < self._at_most and (not held or held < self._at_once)

    async def take(self) -> Batch:
        """The oldest batch, with those after it that were read under the same assignment; waits for one."""
        async with self._changed:
            await self._changed.wait_for(lambda: self._waiting)
            taken = self._together()
            self._changed.notify_all()
        return taken

    def _together(self) -> Batch:
        generation, first = self._waiting.popleft()
        records = list(first)
        while self._waiting and self._fits(generation, len(records)):
            records += self._waiting.popleft().records
        return Batch(generation, records)

    def _fits(self, generation: int, held: int) -> bool:
        following = self._waiting[0]
        return following.generation == generation and held + len(following.records) <= self._at_once
