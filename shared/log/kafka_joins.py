import time
from typing import Any

from shared.log.kafka_consumer import HEARTBEAT_MS


class MendedJoin:
    """Mends two faults of kafka-python 3.0.12 with a join that is under way when a poll's time is over.

    It may forget that it waits for one, and then neither owns partitions nor sends heartbeats. And it takes
    up only a join that has not ended yet: one that ended between two polls is begun again, which makes the
    whole group rebalance, and with several members that poll often, again and again.
    """

    def __init__(self, coordinator: Any) -> None:  # noqa: ANN401 - kafka-python has no types
        self._coordinator = coordinator
        self._needed = coordinator.need_rejoin
        coordinator.need_rejoin = self._needed_or_under_way
        self._join = coordinator._do_join_and_sync_async  # noqa: SLF001 - kafka-python is pinned
        coordinator._do_join_and_sync_async = self._join_or_kept  # noqa: SLF001 - as above
        self._kept: tuple[object, float, bytes] | None = None

    def forget(self) -> None:
        """The outcome was taken up, or is over."""
        self._kept = None

    def _needed_or_under_way(self) -> bool:
        return bool(self._coordinator.rejoining or self._needed())

    async def _join_or_kept(self) -> bytes:
        kept, self._kept = self._kept, None
        if kept is not None:
            generation, ended, assignment = kept
            # Nobody sends heartbeats before it is taken up: the group may have gone on without this member.
            lasting = time.monotonic() - ended < HEARTBEAT_MS / 1000
            if lasting and generation == self._coordinator._generation:  # noqa: SLF001 - as above
                return assignment
        joined: bytes = await self._join()
        self._kept = (self._coordinator._generation, time.monotonic(), joined)  # noqa: SLF001 - as above
        return joined
