"""A Faust app as its documents would have it: an agent, a table, and sends."""

import sys
from typing import Any

import faust
from benchmarks import workload
from benchmarks.heart import Counter, Heart, topics

from shared.settings import Settings, load


def app(settings: Settings, progress: str) -> faust.App:
    """Build the app."""
    people, tasks = topics(settings)
    heart = Heart(settings)
    counter = Counter(progress, workload.PEOPLE * workload.FACTS_EACH)
    made = faust.App(
        f"{settings.topic_prefix}-stock-faust",
        broker=f"kafka://{settings.kafka}",
        topic_partitions=settings.partitions,
        topic_disable_leader=True,
        consumer_auto_offset_reset="earliest",
        web_enabled=False,
        store="memory://",
        value_serializer="raw",
        key_serializer="raw",
    )
    read = made.topic(people, key_type=bytes, value_type=bytes, key_serializer="raw", value_serializer="raw")
    written = made.topic(tasks, key_type=bytes, value_type=bytes)
    table = made.Table("people", key_type=bytes, value_type=bytes, partitions=settings.partitions)

    @made.agent(read)
    async def plan(stream: Any) -> None:  # noqa: ANN401 - Faust's streams carry no types
        async for event in stream.events():
            message = event.message
            headers = tuple(message.headers)
            worked = heart.work(table.get(message.key), message.key, message.value, headers)
            table[message.key] = worked.state
            for each in worked.events:
                await written.send(key=each.key, value=each.value, headers=dict(each.headers))
            counter.add()

    return made


if __name__ == "__main__":
    faust.Worker(app(load(), sys.argv[1]), loglevel="WARN", redirect_stdouts=False).execute_from_commandline()
