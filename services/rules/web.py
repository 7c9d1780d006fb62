"""The rules service over HTTP; knows nothing of the stream."""

import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache

from fastapi import FastAPI

from services.rules.api import backtests, drafts, playbook, playbook_settings, relations
from services.rules.backtest.asked import Backtests
from services.rules.drafts.writer import Writer
from services.rules.playbook.office import Office
from services.rules.playbook.store import Playbooks
from services.rules.reader import Reader
from services.rules.tables import common, metadata
from shared.settings import Settings
from shared.web.api import create_app
from shared.wiring import Wiring


def app(settings: Settings) -> FastAPI:
    """The HTTP side; what it needs is made with the first request, so that it starts before the database."""
    parts = Wiring(settings, "rules", metadata, common)
    stopping = threading.Event()

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with parts.serving(app):
            yield
            stopping.set()

    made = create_app(settings, "rules", ready=parts.ready, lifespan=lifespan, look_up=parts.principal)

    @cache
    def prepared() -> Wiring:
        parts.prepare()
        return parts

    def office() -> Office:
        return Office(settings.agency, prepared().engine, parts.clock)

    @cache
    def reader() -> Reader:
        engine = prepared().engine
        return Reader(settings.agency, engine, parts.vault, Playbooks(), parts.clock, settings.zone)

    def asked() -> Backtests:
        return Backtests(settings, prepared().engine, stopping)

    made.include_router(playbook.router(cache(office)))
    made.include_router(playbook_settings.router())
    made.include_router(drafts.router(lambda: Writer(reader())))
    made.include_router(relations.router(reader))
    made.include_router(backtests.router(cache(asked)))
    return made
