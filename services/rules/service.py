"""The rules service: reads facts about people, writes how their plans changed."""

import asyncio
import gc
import threading

from services.rules.handler import RulesHandler
from services.rules.stream.stream import Stream
from services.rules.tables import common, metadata
from shared.errors import RewindError
from shared.settings import Settings
from shared.step import Step
from shared.topics import Topic
from shared.wiring import Wiring

COLLECT_EVERY = (50_000, 20, 10)
"""How often Python looks for garbage in circles. The people held in memory are many small objects that never
form any; at Python's own numbers, looking through them takes a fifth of the worker's time."""


def wiring(settings: Settings) -> Wiring:
    """The service's parts."""
    return Wiring(settings, "rules", metadata, common)


def run(settings: Settings, stop: threading.Event) -> None:
    """Work until `stop` is set."""
    gc.freeze()
    gc.set_threshold(*COLLECT_EVERY)
    asyncio.run(_run(settings, stop))


async def _run(settings: Settings, stop: threading.Event) -> None:
    parts = wiring(settings)
    await asyncio.to_thread(parts.prepare)
    try:
        await follow(parts, parts.step(RulesHandler(parts.quarantine, settings.zone)), stop)
    finally:
        parts.engine.dispose()


async def follow(parts: Wiring, step: Step, stop: threading.Event) -> None:
    """Take facts until `stop` is set; records that are missing are looked for further and further back.

    How far the search has come the step remembers, so that it outlives the stream.
    """
    while not stop.is_set():
        stream = Stream(parts.settings, parts.service, parts.topics(Topic.PEOPLE), step)
        try:
            await stream.run(stop)
        except RewindError:
            if not stream.left:
                raise
