"""A Quix Streams app as its documents would have it: a stateful function, RocksDB, an output topic."""

import sys
import tempfile
from collections.abc import Iterable

from benchmarks import workload
from benchmarks.heart import Counter, Heart, topics
from quixstreams import Application, State

from shared.codec import Encoded
from shared.settings import Settings, load

_Headers = Iterable[tuple[str, bytes]]


def run(settings: Settings, progress: str, folder: str) -> None:
    """Build the app and run it until it is told to end."""
    people, tasks = topics(settings)
    heart = Heart(settings)
    counter = Counter(progress, workload.PEOPLE * workload.FACTS_EACH)
    app = Application(
        broker_address=settings.kafka,
        consumer_group=f"{settings.topic_prefix}-stock-quix",
        auto_offset_reset="earliest",
        state_dir=folder,
        loglevel="WARNING",
    )
    read = app.topic(people, key_deserializer="bytes", value_deserializer="bytes")
    written = app.topic(tasks, key_serializer="bytes", value_serializer="bytes")

    def plan(
        value: bytes, key: bytes, _timestamp: int, headers: _Headers, state: State[str, bytes]
    ) -> list[Encoded]:
        worked = heart.work(state.get_bytes("person"), key, value, tuple(headers))
        state.set_bytes("person", worked.state)
        counter.add()
        return worked.events

    frame = app.dataframe(read).apply(plan, stateful=True, expand=True, metadata=True)
    frame = frame.set_headers(lambda event, _key, _timestamp, _headers: list(event.headers))
    frame.apply(lambda event: event.value).to_topic(written)
    app.run()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as state:
        run(load(), sys.argv[1], state)
