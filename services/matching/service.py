"""The matching service: reads people and market, writes what concerns two subjects."""

import threading

from services.matching.handler import MatchingHandler
from services.matching.tables import common, metadata
from shared.settings import Settings
from shared.topics import Topic
from shared.wiring import Wiring


def wiring(settings: Settings) -> Wiring:
    """The service's parts."""
    return Wiring(settings, "matching", metadata, common)


def run(settings: Settings, stop: threading.Event) -> None:
    """Work until `stop` is set."""
    parts = wiring(settings)
    parts.prepare()
    handler = MatchingHandler(parts.outbox, parts.vault, parts.clock, settings.zone)
    parts.consumer(parts.step(handler), Topic.PEOPLE, Topic.MARKET).run(stop)
