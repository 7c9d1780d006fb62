"""Ingest: web hooks a second that are stored, read and answered, with the load beside it.

The web hooks are made and signed before the time runs: the vendor does that on machines of its own. Sending
them and reading the answers shares the cores with the service, PostgreSQL and Kafka.
"""

import asyncio
import hmac
import json
import time
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path

from benchmarks.servers import WEBHOOK_SECRET, Fresh, Servers

HOOKS = 8_000
WARM = 500
CONNECTIONS = 48
SAMPLE = Path(__file__).parent.parent / "feeds/greenhouse/webhooks__candidate_events__02_candidate_hired.json"
PATH = "/v1/feeds/greenhouse/webhook"


def runs(servers: Servers, times: int) -> dict[str, tuple[str, list[float]]]:
    """Distinct hires over keep-alive connections, as fast as they are answered."""
    return {
        "ingest, hires stored, read and answered": ("hooks/s", [once(servers.fresh()) for _ in range(times)])
    }


def once(fresh: Fresh) -> float:
    """One service alone."""
    with fresh.running(*fresh.services("ingest")):
        fresh.wait_for_http()
        load = Load(fresh.settings.port)
        requests = [signed(hire(number)) for number in range(WARM + HOOKS)]
        asyncio.run(load.all(requests[:WARM]))
        began = time.monotonic()
        asyncio.run(load.all(requests[WARM:]))
        return HOOKS / (time.monotonic() - began)


def hire(number: int, starts: date | None = None) -> bytes:
    """The vendor's sample as the hire of another person."""
    hook = json.loads(SAMPLE.read_text())
    application = hook["payload"]["application"]
    candidate = application["candidate"]
    application["id"] = 1_000_000 + number
    candidate["id"] = 2_000_000 + number
    candidate["first_name"], candidate["last_name"] = "Person", f"Number {number}"
    candidate["email_addresses"] = [{"value": f"person{number}@example.com", "type": "personal"}]
    application["offer"]["id"] = 3_000_000 + number
    application["offer"]["starts_at"] = str(starts or date(2026, 1, 5) + timedelta(days=number % 60))
    return json.dumps(hook).encode()


class Load:
    """Sends web hooks over plain sockets: cheaper than a client library, so that the service is measured."""

    def __init__(self, port: int) -> None:
        self._port = port

    async def all(self, requests: Iterable[bytes]) -> None:
        """Send them over all connections at once; every answer must be a 202."""
        waiting = iter(requests)
        await asyncio.gather(*(self._connection(waiting) for _ in range(CONNECTIONS)))

    async def _connection(self, waiting: Iterator[bytes]) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", self._port)
        for request in waiting:
            await post(reader, writer, request)
        writer.close()


def signed(payload: bytes) -> bytes:
    """The whole request of a web hook."""
    signature = hmac.digest(WEBHOOK_SECRET.encode(), payload, sha256).hex()
    head = (
        f"POST {PATH} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        f"Signature: sha256 {signature}\r\nContent-Length: {len(payload)}\r\n\r\n"
    )
    return head.encode() + payload


async def post(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, request: bytes) -> bytes:
    """Send one web hook; the body of its answer."""
    writer.write(request)
    answer = await reader.readuntil(b"\r\n\r\n")
    if not answer.startswith(b"HTTP/1.1 202"):
        raise RuntimeError(f"expected 202, found {answer[:80]!r}")
    length = int(answer.lower().split(b"content-length:")[1].split(b"\r\n")[0])
    return await reader.readexactly(length)
