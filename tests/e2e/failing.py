"""A process that fails on purpose, once: `python failing.py rules|relay POINT KILL|STOP`.

It is a rules worker, or the relay of ingest, as an installation runs it, until it comes to a named point of
its first piece of work. There it sends itself the signal.
"""

import asyncio
import os
import signal
import sys
import threading
from collections.abc import Callable

from services.cli.outboxes import parts_of
from services.cli.serving import work
from services.rules import service as rules
from services.rules.handler import RulesHandler
from services.rules.stream.stream import Stream
from shared.relay import Relay
from shared.settings import Settings, load
from shared.topics import Topic

Probe = Callable[[str], None]


def probe_at(point: str, number: signal.Signals) -> Probe:
    """Send this process the signal when it comes to the point, the first time."""
    over = threading.Event()

    def probe(reached: str) -> None:
        if reached == point and not over.is_set():
            over.set()
            os.kill(os.getpid(), number)

    return probe


def run_rules(settings: Settings, stop: threading.Event, probe: Probe) -> None:
    """A rules worker whose steps meet the probe."""
    parts = rules.wiring(settings)
    parts.prepare()
    step = parts.step(RulesHandler(parts.quarantine, settings.zone))
    step.probe = probe
    asyncio.run(Stream(settings, parts.service, parts.topics(Topic.PEOPLE), step).run(stop))


def run_relay(settings: Settings, stop: threading.Event, probe: Probe) -> None:
    """The relay of ingest, whose rounds meet the probe."""
    parts = parts_of(settings, "ingest")
    Relay("ingest", parts.log_engine, parts.tables.outbox, parts.log, settings, probe=probe).run(stop)


RUN = {"rules": run_rules, "relay": run_relay}


def main(service: str, point: str, signal_name: str) -> None:
    """Run it."""
    probe = probe_at(point, signal.Signals[f"SIG{signal_name}"])
    work(load(), service, lambda settings, stop: RUN[service](settings, stop, probe))


if __name__ == "__main__":
    main(*sys.argv[1:])
