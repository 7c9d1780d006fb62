"""Whether what the API shows is near enough to what is on the log."""

import threading
from collections.abc import Callable, Sequence
from functools import cached_property

import sqlalchemy as sa

from shared.database import transaction
from shared.errors import UnavailableError
from shared.log.protocol import Log, Partition
from shared.wiring import Wiring

FAR_BEHIND = 50_000
"""Records; a few seconds of the projector's work."""


class Readiness:
    """Ready when the database answers and the projections are caught up, as far as the log can be asked."""

    def __init__(self, parts: Wiring, log: Callable[[], Log], topics: Sequence[str]) -> None:
        self._parts = parts
        self._log = log
        self._topics = topics
        self._one_at_a_time = threading.Lock()

    def __call__(self) -> None:
        """Raise `UnavailableError` when not ready. With the log away, what is there is still shown."""
        self._parts.ready()
        with self._one_at_a_time:
            try:
                ends = self._ends()
            except UnavailableError:
                return
        if (behind := self._behind(ends)) > FAR_BEHIND:
            raise UnavailableError(f"the projections are {behind} records behind the log")

    @cached_property
    def _partitions(self) -> list[Partition]:
        log = self._log()
        return [Partition(topic, number) for topic in self._topics for number in range(log.partitions(topic))]

    def _ends(self) -> dict[Partition, int]:
        return dict(self._log().ends(self._partitions))

    def _behind(self, ends: dict[Partition, int]) -> int:
        positions = self._parts.tables.positions.positions
        with transaction(self._parts.engine) as connection:
            if not sa.inspect(connection).has_table(positions.name, positions.schema):
                return sum(ends.values())
            rows = connection.execute(
                sa.select(positions.c.topic, positions.c.partition, positions.c.next_offset)
            )
            read = {Partition(row.topic, row.partition): row.next_offset for row in rows}
        return sum(max(0, end - read.get(partition, 0)) for partition, end in ends.items())
