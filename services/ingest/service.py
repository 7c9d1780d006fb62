"""The ingest service: web hooks and files over HTTP become facts; merges are forwarded from the log."""

import gc
import threading
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool

from services.ingest.api.inbox import Inbox
from services.ingest.api.router import router
from services.ingest.chores import Chores
from services.ingest.feeds import FEEDS
from services.ingest.groups import Groups
from services.ingest.identity.forwarder import Forwarder
from services.ingest.identity.looking import Looking
from services.ingest.importer import Importer
from services.ingest.interpreter import Interpreter
from services.ingest.parts import Parts, send_arrays_as_bytes
from services.ingest.reader import Reader
from services.ingest.tables import common, metadata
from services.ingest.uploads import Uploads
from services.ingest.webhooks import Webhooks
from shared.beside import ending_all
from shared.settings import Settings
from shared.topics import Topic
from shared.web.api import create_app
from shared.wiring import Wiring

COLLECT_EVERY = (50_000, 20, 10)
"""How often Python looks for garbage in circles: rows and facts form none, and at its own numbers looking
through a batch takes an eighth of the time."""


def wiring(settings: Settings) -> Wiring:
    """The service's parts that every service has."""
    wired = Wiring(settings, "ingest", metadata, common)
    send_arrays_as_bytes(wired.engine)
    send_arrays_as_bytes(wired.log_engine)
    return wired


def parts_of(wired: Wiring) -> Parts:
    """The service's own parts."""
    return Parts(
        agency=wired.settings.agency,
        engine=wired.engine,
        vault=wired.vault,
        outbox=wired.outbox,
        quarantine=wired.quarantine,
        clock=wired.clock,
        reader=Reader(FEEDS, wired.vault, wired.settings.zone),
    )


def app(settings: Settings) -> FastAPI:
    """The HTTP side; what it needs is made with the first request, so that it starts before the database."""
    wired = wiring(settings)
    made = create_app(settings, "ingest", ready=wired.ready, lifespan=wired.serving, look_up=wired.principal)
    made.include_router(router(_when_prepared(wired)))
    return made


def run(settings: Settings, stop: threading.Event) -> None:
    """Follow the log, and read files and what is left, until `stop` is set."""
    wired = wiring(settings)
    wired.prepare()
    parts = parts_of(wired)
    gc.freeze()
    gc.set_threshold(*COLLECT_EVERY)
    consumer = wired.consumer(wired.step(Forwarder(parts), opens=False), Topic.PEOPLE)
    with ThreadPoolExecutor(1, "chores") as beside:
        working = beside.submit(ending_all, chores(wired, parts).run, stop)
        ending_all(consumer.run, stop)
        working.result()


def chores(wired: Wiring, parts: Parts) -> Chores:
    """What is done beside requests."""
    interpreter = Interpreter(parts)
    importer, uploads = Importer(parts, FEEDS, interpreter), Uploads(parts, wired.settings)
    kept = timedelta(days=wired.settings.refused_days)
    looking = Looking(parts, wired.settings.phone_country)
    return Chores(parts, interpreter, importer, uploads, looking, kept)


def inbox(wired: Wiring, parts: Parts) -> Inbox:
    """The ways in."""
    webhooks = Webhooks(parts, wired.settings, Interpreter(parts))
    groups = Groups(webhooks.take, ThreadPoolExecutor(1, "groups"))
    return Inbox(wired.settings, parts, webhooks, groups, Uploads(parts, wired.settings))


def _when_prepared(wired: Wiring) -> Callable[[], Awaitable[Inbox]]:
    made: list[Inbox] = []
    making = threading.Lock()

    def make() -> Inbox:
        with making:
            if not made:
                wired.prepare()
                made.append(inbox(wired, parts_of(wired)))
        return made[0]

    async def ready() -> Inbox:
        return made[0] if made else await run_in_threadpool(make)

    return ready
