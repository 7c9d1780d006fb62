"""The rules service: reads facts about people, writes how their plans changed."""

import asyncio
import threading

from services.rules import garbage
from services.rules.handler import RulesHandler
from services.rules.stream.stream import Stream
from services.rules.tables import common, metadata
from shared.errors import RewindError
from shared.settings import Settings
from shared.step import Step
from shared.topics import Topic
from shared.wiring import Wiring


def wiring(settings: Settings) -> Wiring:
    """The service's parts."""
    return Wiring(settings, "rules", metadata, common)


def run(settings: Settings, stop: threading.Event) -> None:
    """Work until `stop` is set."""
    garbage.seldom()
    asyncio.run(_run(settings, stop))


async def _run(settings: Settings, stop: threading.Event) -> None:
    parts = wiring(settings)
    await asyncio.to_thread(parts.prepare)
    try:
        await follow(parts, parts.step(RulesHandler(parts.quarantine, settings.zone)), stop)
    finally:
        parts.dispose()


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
