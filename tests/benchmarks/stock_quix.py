"""A Quix Streams app as its documents would have it: a stateful function, RocksDB, an output topic."""

import sys
import tempfile
from base64 import b64decode, b64encode

from quixstreams import Application, State

from shared.settings import Settings, load
from tests.benchmarks import workload
from tests.benchmarks.heart import Counter, Heart, topics


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

    def plan(value: bytes, key: bytes, _timestamp: int, headers: object, state: State) -> list[bytes]:
        kept = state.get("person")
        marks = tuple((name, text) for name, text in headers or ())  # type: ignore[attr-defined]
        worked = heart.work(b64decode(kept) if kept else None, key, value, marks)
        state.set("person", b64encode(worked.state).decode())
        counter.add()
        return [each.value for each in worked.events]

    frame = app.dataframe(read).apply(plan, stateful=True, expand=True, metadata=True)
    frame.to_topic(written)
    app.run()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as state:
        run(load(), sys.argv[1], state)
