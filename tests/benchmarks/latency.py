"""Latency: from a web hook's first byte to the task it brings in the queue's table, at a steady rate."""

import asyncio
import statistics
import time
from datetime import UTC, datetime, timedelta

import msgspec
import psycopg
import sqlalchemy as sa
from benchmarks.ingest import hire, post, signed
from benchmarks.servers import Fresh, Servers

A_SECOND = 50
SECONDS = 30
WARM_SECONDS = 5
GLANCE_S = 0.004
SERVICES = ("http", "relay", "rules", "projector", "calendar", "matching", "desk-worker", "ingest-worker")
SEEN = "SELECT DISTINCT person::text FROM query.tasks WHERE NOT (person = ANY(%s::uuid[]))"
LIMIT_S = 60.0


def runs(servers: Servers, times: int) -> dict[str, tuple[str, list[float]]]:
    """All services running, fifty hires a second."""
    found = [asyncio.run(once(servers.fresh())) for _ in range(times)]
    return {
        f"webhook to visible task, p50 at {A_SECOND}/s": ("ms", [each[0] for each in found]),
        f"webhook to visible task, p99 at {A_SECOND}/s": ("ms", [each[1] for each in found]),
    }


async def once(fresh: Fresh) -> tuple[float, float]:
    """Median and 99th percentile, in milliseconds."""
    with fresh.running(*fresh.services(*SERVICES)):
        fresh.wait_for_http()
        watch = Watch(fresh)
        looking = asyncio.create_task(watch.look((WARM_SECONDS + SECONDS) * A_SECOND))
        await send(fresh, watch)
        await asyncio.wait_for(looking, LIMIT_S)
    counted = sorted(watch.times()[WARM_SECONDS * A_SECOND :])
    return statistics.median(counted) * 1000, counted[int(len(counted) * 0.99)] * 1000


class Watch:
    """When each person's web hook was sent, and when their first task was seen."""

    def __init__(self, fresh: Fresh) -> None:
        url = sa.make_url(fresh.settings.database_url).set(drivername="postgresql")
        self._dsn = url.render_as_string(hide_password=False)
        self.sent: dict[str, float] = {}
        self._seen: dict[str, float] = {}

    async def look(self, people: int) -> None:
        """Look at the queue's table every few milliseconds until all have a task."""
        async with await psycopg.AsyncConnection.connect(self._dsn, autocommit=True) as connection:
            while len(self._seen) < people:
                found = await connection.execute(SEEN, (list(self._seen),))
                now = time.monotonic()
                self._seen.update({person: now for (person,) in await found.fetchall()})
                await asyncio.sleep(GLANCE_S)

    def times(self) -> list[float]:
        """Seconds for each person, in the order they were sent."""
        return [self._seen[person] - sent for person, sent in self.sent.items()]


async def send(fresh: Fresh, watch: Watch) -> None:
    """Send the hires at their times, whether or not earlier ones were answered."""
    started = datetime.now(UTC).date() - timedelta(days=7)
    tasks = []
    began = time.monotonic()
    for number in range((WARM_SECONDS + SECONDS) * A_SECOND):
        await asyncio.sleep(max(0.0, began + number / A_SECOND - time.monotonic()))
        tasks.append(asyncio.create_task(_one(fresh.settings.port, number, hire(number, started), watch)))
    await asyncio.gather(*tasks)


async def _one(port: int, _number: int, payload: bytes, watch: Watch) -> None:
    sent = time.monotonic()
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    answer = msgspec.json.decode(await post(reader, writer, signed(payload)))
    watch.sent[answer["version"].split(":")[0]] = sent
    writer.close()
