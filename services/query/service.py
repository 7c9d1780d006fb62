"""The query service: reads all topics; answers over HTTP."""

import gc
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import TypeVar

from fastapi import FastAPI

from services.query import filled
from services.query.api import (
    calendars,
    contracts,
    employers,
    exports,
    feeds,
    hooks,
    impact,
    insights,
    me,
    network,
    people,
    person_export,
    person_stream,
    recruiters,
    reputation,
    streams,
    tasks,
)
from services.query.api.asked import caught_up
from services.query.benchmarks import Benchmarks
from services.query.changes import Changes
from services.query.conversions import Conversions
from services.query.day import Days
from services.query.employers import Employers
from services.query.feeds import Feeds
from services.query.hooks import tables as hook_tables
from services.query.hooks.deliverer import Deliverer
from services.query.hooks.register import Register
from services.query.hooks.sender import Sender
from services.query.impact import Impacts
from services.query.materials import Materials
from services.query.network import Network
from services.query.persons import Persons
from services.query.projector import Projector
from services.query.queue import Queue
from services.query.readiness import Readiness
from services.query.remembered import Remembered
from services.query.reputation import Reputation
from services.query.store import Store
from services.query.tables import LIVE, QueryTables, in_schema
from services.query.trends import Trends
from shared import telemetry
from shared.beside import ending_all
from shared.clock import SystemClock
from shared.database import prepare
from shared.settings import Settings
from shared.topics import Topic
from shared.web.api import create_app
from shared.wiring import Wiring

Figures = TypeVar("Figures")
TOPICS = (Topic.PEOPLE, Topic.MARKET, Topic.TASKS, Topic.QUARANTINE)
REMEMBERED_S = 30.0
"""Seconds for which figures over many people or jobs are shown again."""
AT_ONCE = 5_000
"""Records of one transaction: a COPY pays the more, the more it carries."""

TELLING = 4
"""Web hooks that are told at the same time: one that is slow holds up few."""

COLLECT_EVERY = (200_000, 20, 10)
"""How often Python looks for garbage in circles. A batch is many small tuples that never form any, all of
which live until it is committed; at Python's own numbers, looking through them takes a fifth of the time."""


def wiring(settings: Settings, tables: QueryTables) -> Wiring:
    """The service's parts."""
    return Wiring(settings, "query", tables.metadata, tables.shared)


def app(settings: Settings) -> FastAPI:
    """The HTTP side; what it needs is made with the first request, so that it starts before the database."""
    tables = in_schema(LIVE)
    parts = wiring(settings, tables)
    made = create_app(
        settings,
        "query",
        ready=Readiness(parts, lambda: parts.log, parts.topics(*TOPICS)),
        lifespan=parts.serving,
        look_up=parts.principal,
    )
    made.include_router(contracts.router(settings.topic_prefix))
    add_routes(made, lambda: _store(parts, tables), Remembered(REMEMBERED_S))
    return made


def add_routes(made: FastAPI, prepared: Callable[[], Store], remembered: Remembered | None = None) -> None:
    """Add what can be read; the store is made once, when it is first asked for."""
    store = cache(prepared)
    seen = caught_up(lambda: Persons(store()))
    made.include_router(me.router())
    made.include_router(exports.router(lambda: Queue(store()), seen))
    made.include_router(streams.router(lambda: Queue(store()), seen))
    add_people(made, store)
    made.include_router(calendars.router(lambda: Days(Queue(store())), seen))
    made.include_router(recruiters.router(lambda: Days(Queue(store())), seen))
    add_figures(made, store, remembered or Remembered())
    made.include_router(hooks.router(cache(lambda: _register(store()))))
    hooks.described(made)


def add_people(made: FastAPI, store: Callable[[], Store]) -> None:
    """Add what can be read of one person."""
    seen = caught_up(lambda: Persons(store()))
    persons, changes = lambda: Persons(store()), lambda: Changes(Queue(store()))
    made.include_router(people.router(store, seen))
    made.include_router(person_stream.router(changes, persons, seen))
    made.include_router(network.router(lambda: Network(store()), persons, seen))
    made.include_router(person_export.router(store, seen))


def add_figures(made: FastAPI, store: Callable[[], Store], remembered: Remembered) -> None:
    """Add what is added up over many people or jobs, and what a task brings along of it."""
    seen, whole = caught_up(lambda: Persons(store())), filled.whole(store)
    benchmarks, trends = _figures(Benchmarks, store, remembered), _figures(Trends, store, remembered)
    said, won = _figures(Reputation, store, remembered), _figures(Conversions, store, remembered)
    impacts, known = _figures(Impacts, store, remembered), _figures(Feeds, store, remembered)
    made.include_router(tasks.router(lambda: Queue(store()), lambda: Materials(benchmarks(), trends()), seen))
    made.include_router(employers.router(_figures(Employers, store, remembered), whole))
    made.include_router(feeds.router(known, whole))
    made.include_router(insights.router(benchmarks, trends, whole))
    made.include_router(impact.router(impacts, said, whole))
    made.include_router(reputation.router(said, won, whole))


def _figures(
    kind: Callable[[Store, Remembered], Figures], store: Callable[[], Store], remembered: Remembered
) -> Callable[[], Figures]:
    return lambda: kind(store(), remembered)


def run(settings: Settings, stop: threading.Event) -> None:
    """Keep the projections, and tell web hooks what changes, until `stop` is set."""
    gc.freeze()
    gc.set_threshold(*COLLECT_EVERY)
    tables = in_schema(LIVE)
    parts = wiring(settings, tables)
    if not filled.prepare(parts, tables):
        telemetry.logger().warning("figures-not-whole", remedy=filled.REMEDY)
    step = parts.step(Projector(tables, parts.quarantine), opens=False)
    consumer = parts.consumer(step, *TOPICS)
    consumer.at_most, consumer.gather = AT_ONCE, 0.0  # somebody waits for what they said to be seen
    with ThreadPoolExecutor(TELLING, "hooks") as beside:
        register = _register(Store(parts.engine, tables, parts.vault, parts.clock, settings))
        working = [
            beside.submit(ending_all, Deliverer(register, Sender(private=register.private)).run, stop)
            for _ in range(TELLING)
        ]
        ending_all(consumer.run, stop)
        for each in working:
            each.result()


def _register(store: Store) -> Register:
    prepare(store.engine, hook_tables.metadata)
    return Register(store, SystemClock())


def _store(parts: Wiring, tables: QueryTables) -> Store:
    filled.prepare(parts, tables)
    return Store(parts.engine, tables, parts.vault, parts.clock, parts.settings)
