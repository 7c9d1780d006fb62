"""The desk service: recruiters' verbs over HTTP, tasks from the log, what was done onto the log."""

import threading
from collections.abc import Callable
from functools import cache

from fastapi import FastAPI

from services.desk import api
from services.desk.desk import Desk
from services.desk.handler import DeskHandler
from services.desk.tables import common, metadata
from shared.settings import Settings
from shared.topics import Topic
from shared.web.api import create_app
from shared.wiring import Wiring


def wiring(settings: Settings) -> Wiring:
    """The service's parts."""
    return Wiring(settings, "desk", metadata, common)


def app(settings: Settings) -> FastAPI:
    """The HTTP side; what it needs is made with the first request, so that it starts before the database."""
    parts = wiring(settings)
    made = create_app(settings, "desk", ready=parts.ready, lifespan=parts.serving, look_up=parts.principal)
    made.include_router(api.router(_when_prepared(parts)))
    return made


def run(settings: Settings, stop: threading.Event) -> None:
    """Follow the log until `stop` is set."""
    parts = wiring(settings)
    parts.prepare()
    step = parts.step(DeskHandler(_desk(parts)), opens=False)
    parts.consumer(step, Topic.PEOPLE, Topic.TASKS).run(stop)


def _desk(parts: Wiring) -> Desk:
    return Desk(parts.settings, parts.engine, parts.outbox, parts.clock)


def _when_prepared(parts: Wiring) -> Callable[[], Desk]:
    @cache
    def desk() -> Desk:
        parts.prepare()
        return _desk(parts)

    return desk
