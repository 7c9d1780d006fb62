from kafka import KafkaConsumer
from kafka.coordinator.assignors.range import RangePartitionAssignor

from shared.log.kafka_batches import FetchedRecords
from shared.log.kafka_client import connect

REQUEST_MS = 10_000
"""After so long without an answer a connection is given up."""
SESSION_MS = 6_000
"""After so long without a heartbeat others take a member's partitions; brokers allow no less."""
HEARTBEAT_MS = 1_500
LONGEST_STEP_MS = 60_000
"""After so long without a poll a member leaves by itself."""
LEAVE_MS = 3_000
"""How long a member that closes tries to say so."""


LONGEST_FETCH_MS = 200
"""How long the broker waits for records; what was just resumed waits for the fetch under way."""
GATHERED = 256 * 1024
"""Bytes that are handed out at once, whether or not records may be kept back."""


def consumer(bootstrap: str, client_id: str, group: str | None = None, gather: float = 0.0) -> KafkaConsumer:
    """A connected consumer that never asks for, nor commits, a position of the broker's.

    The broker may keep few records back for `gather` seconds: a fetch, and the transaction that follows from
    it, cost much the same for one record as for several.
    """
    made: KafkaConsumer = connect(
        KafkaConsumer,
        bootstrap,
        client_id=client_id,
        group_id=group,
        auto_offset_reset="none",
        enable_auto_commit=False,
        allow_auto_create_topics=False,
        request_timeout_ms=REQUEST_MS,
        session_timeout_ms=SESSION_MS,
        heartbeat_interval_ms=HEARTBEAT_MS,
        max_poll_interval_ms=LONGEST_STEP_MS,
        # The same number of every topic goes to the same member.
        partition_assignment_strategy=(RangePartitionAssignor,),
        fetch_max_wait_ms=int(gather * 1000) or LONGEST_FETCH_MS,
        fetch_min_bytes=GATHERED if gather else 1,
        metrics_enabled=False,
    )
    made._fetcher.PartitionRecords = FetchedRecords  # noqa: SLF001 - the one place to read records otherwise
    return made
