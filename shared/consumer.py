"""The loop of a service that reads the log: assignment, batches, waiting, retries, a graceful end."""

import random
import threading
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta

from shared import telemetry
from shared.clock import Clock
from shared.errors import FencedError, RewindError, UnavailableError
from shared.log.protocol import Log, OutOfRangeError, Partition, Reader
from shared.step import Step

POLL = 0.25
"""Seconds a poll waits for records; bounds how long a stop and a retry wait."""
FIRST_PAUSE, LONGEST_PAUSE = 0.25, 5.0
"""Seconds of waiting after the first failure and after many; the truth is up to half of it less."""
GATHER = 0.2
"""Seconds. At fifty facts a second, a reader that takes each as it comes costs twice as much."""
BETWEEN_CHORES = timedelta(seconds=1)
"""How often the step's upkeep is done."""


@dataclass
class Consumer:
    """Reads topics as one member of a group, and has a step take what it reads."""

    log: Log
    group: str
    topics: Sequence[str]
    step: Step
    clock: Clock
    at_most: int = 1000
    """Records of one step."""
    gather: float = GATHER
    """Seconds for which the log may keep few records back; none where somebody waits for what is read."""

    def __post_init__(self) -> None:
        self._lines = telemetry.logger(part="consumer", group=self.group)
        self._generation: int | None = None
        self._failures = 0
        self._chores_at: datetime | None = None

    def run(self, stop: threading.Event) -> None:
        """Read until `stop` is set, then leave the group; returns within about a second after that.

        A dependency that is away is waited for, as a member of the group all the while. Raises what asks for
        an operator, and what is nobody's expectation.
        """
        self._generation = None
        while not stop.is_set():
            try:
                reader = self.log.reader(self.group, self.topics, gather=self.gather)
            except UnavailableError as error:
                self._begin_again("the log is away", error)
                stop.wait(self._pause())
            else:
                self._read(reader, stop)

    def _read(self, reader: Reader, stop: threading.Event) -> None:
        with closing(reader):
            while not stop.is_set():
                self._round(reader, stop)
        self.step.forget()

    def _round(self, reader: Reader, stop: threading.Event) -> None:
        try:
            self._turn(reader)
        except OutOfRangeError as error:
            self._relocate(error, reader, stop)
        except RewindError as error:
            self._begin_again("rewind", error)
        except (FencedError, UnavailableError) as error:
            self._wait(error, reader, stop)
        else:
            self._failures = 0

    def _turn(self, reader: Reader) -> None:
        if self._generation != (generation := reader.generation()):
            reader.start(self.step.assign(reader.assigned()))
            self._generation = generation
        if records := reader.poll(self._timeout(), self.at_most):
            self.step.run(records)
        self._chores()

    def _timeout(self) -> float:
        return 0.0 if self._chores_at is None else POLL

    def _chores(self) -> None:
        now = self.clock.now()
        if self._chores_at is None or now >= self._chores_at:
            more = self.step.upkeep()
            self._chores_at = None if more else now + BETWEEN_CHORES

    def _relocate(self, error: OutOfRangeError, reader: Reader, stop: threading.Event) -> None:
        try:
            beginnings = self.log.beginnings(error.partitions)
            self.step.relocate(beginnings, self.log.ends(error.partitions))
        except (FencedError, UnavailableError) as other:
            self._wait(other, reader, stop)
        else:
            self._begin_again("outside the log", error)
            if self._failures:  # it was of no use a moment ago
                self._keep_polling(reader, stop, self._pause())
            self._failures += 1

    def _begin_again(self, why: str, error: Exception) -> None:
        self._lines.warning(why, reason=str(error))
        self._generation = None

    def _wait(self, error: Exception, reader: Reader, stop: threading.Event) -> None:
        """Stay a member and read nothing for a while: whoever was fenced may learn meanwhile by whom."""
        self.step.forget()
        self._begin_again("waiting", error)
        self._keep_polling(reader, stop, self._pause())

    def _pause(self) -> float:
        longest = min(LONGEST_PAUSE, FIRST_PAUSE * (1 << min(self._failures, 8)))
        self._failures += 1
        return longest * random.uniform(0.5, 1.0)  # noqa: S311 - jitter is no secret

    def _keep_polling(self, reader: Reader, stop: threading.Event, seconds: float) -> None:
        nothing: Mapping[Partition, int] = {}
        rest = seconds
        while rest > 0 and not stop.is_set():
            try:
                reader.start(nothing)
                reader.poll(min(POLL, rest), 1)
            except (UnavailableError, OutOfRangeError):
                stop.wait(min(POLL, rest))
            rest -= POLL
