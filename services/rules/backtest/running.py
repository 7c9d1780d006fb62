"""Plays all histories of an agency, divided among processes."""

import multiprocessing.connection
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing
from itertools import islice
from multiprocessing import get_context
from typing import NamedTuple

from services.rules import garbage
from services.rules.backtest import reading
from services.rules.backtest.counts import Played, Span
from services.rules.backtest.reading import Range
from services.rules.backtest.simulation import simulate
from services.rules.playbook import Playbook
from shared.codec import Sealed, body
from shared.database import engine
from shared.envelope import Event
from shared.errors import UnavailableError, UnreadableError
from shared.settings import Settings
from shared.vault import Keys, Vault

AT_ONCE = 50
"""People that a process holds at a time; whoever stops a backtest waits for so many."""
Progress = Callable[[int, int], None]
"""Called with how many people were played, and about how many there are."""


class Asked(NamedTuple):
    """What every process has to know."""

    settings: Settings
    playbooks: tuple[Playbook, ...]
    span: Span


class Reader:
    """Plays ranges of people, over a connection of its own."""

    def __init__(self, asked: Asked) -> None:
        self._asked = asked
        self._engine = engine(asked.settings, application="backtest", pool_size=1)
        self._vault = Vault.of(self._engine, asked.settings)

    def people(self) -> int:
        """How many people there are."""
        with reading.reading(self._engine) as connection:
            return reading.count(connection, self._asked.settings.agency)

    def play(self, some: Range) -> Played:
        """What the playbooks would have done for these people."""
        settings, span = self._asked.settings, self._asked.span
        until = reading.end_of(span.last, settings.zone)
        with reading.reading(self._engine) as connection:
            found = reading.histories(connection, self._vault, settings.agency, some, until)
        total = Played.nothing(len(self._asked.playbooks))
        for facts in found.by_person.values():
            total.add(self._one(facts, found.keys))
        return total

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    def _one(self, facts: Sequence[Sealed], keys: Keys) -> Played:
        playbooks, zone = self._asked.playbooks, self._asked.settings.zone
        events = _opened(facts, keys)
        if events is None:
            return Played(Played.nothing(len(playbooks)).counts, unreadable=1)
        return simulate(events, playbooks, zone, self._asked.span)


def _opened(facts: Sequence[Sealed], keys: Keys) -> list[Event] | None:
    """The facts of one person; `None` when one of them cannot be read, or its personal fields not opened."""
    try:
        events = [body(sealed, keys) for sealed in facts]
    except UnreadableError:
        return None
    return events if all(event.opened for event in events) else None


def play(asked: Asked, *, processes: int, progress: Progress) -> Played:
    """What the playbooks would have done for everybody. Raises `UnavailableError` when PostgreSQL is away.

    A process holds a few hundred people at a time, each read in a transaction of its own that changes
    nothing.
    """
    with closing(Reader(asked)) as reader:
        people = reader.people()
        parts = reading.ranges(max(people // AT_ONCE, processes))
        found = map(reader.play, parts) if processes == 1 else _divided(asked, parts, processes)
        return _summed(Played.nothing(len(asked.playbooks)), found, people, progress)


def _summed(total: Played, found: Iterator[Played], people: int, progress: Progress) -> Played:
    progress(0, people)
    for some in found:
        total.add(some)
        done = total.people + total.unreadable
        progress(done, max(people, done))
    return total


def _divided(asked: Asked, parts: Sequence[Range], processes: int) -> Iterator[Played]:
    """What each process found, as it comes; no process runs far ahead."""
    spawn = get_context("spawn")
    with ProcessPoolExecutor(processes, spawn, _begin, (asked,)) as pool:
        left = iter(parts)
        waiting = {pool.submit(_play, part) for part in islice(left, 2 * processes)}
        try:
            while waiting:
                done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
                yield from map(_result, done)
                waiting |= {pool.submit(_play, part) for part in islice(left, len(done))}
        finally:
            pool.shutdown(cancel_futures=True)


def _result(done: Future[Played]) -> Played:
    try:
        return done.result()
    except BrokenProcessPool as error:
        raise UnavailableError(
            "a process of the backtest ended before its work was done, as when memory runs out; "
            "run it again with fewer --processes"
        ) from error


_readers: list[Reader] = []
"""The reader of this process, once it has begun."""


def _begin(asked: Asked) -> None:
    threading.Thread(target=_end_with_parent, daemon=True).start()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever began us is told as well, and tells us
    garbage.seldom()
    _readers.append(Reader(asked))


def _end_with_parent() -> None:
    """Leave no process behind when the one that began it was killed."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        multiprocessing.connection.wait([parent.sentinel])
    os._exit(1)


def _play(some: Range) -> Played:
    return _readers[0].play(some)
