"""Remembers for a while what takes long to add up; never anything that names a person."""

import time
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import TypeVar

Found = TypeVar("Found")
Key = tuple[str, str]
"""An agency, and what was asked."""
LARGEST = 500
"""Answers that are kept."""


class Remembered:
    """Answers of agencies by a name, each kept for some seconds; safe to share between threads."""

    def __init__(self, seconds: float = 0.0, now: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._now = now
        self._held: OrderedDict[Key, tuple[float, object]] = OrderedDict()
        self._busy: dict[Key, Lock] = {}
        self._lock = Lock()

    def of(self, agency: str, name: str, work_out: Callable[[], Found]) -> Found:
        """What was worked out under this name not long ago, or now: by one thread, others wait."""
        if not self._seconds:
            return work_out()
        key = (agency, name)
        with self._lock:
            busy = self._busy.setdefault(key, Lock())
        with busy:
            held = self._held.get(key)
            if held is None or self._now() - held[0] >= self._seconds:
                held = (self._now(), work_out())
                self._keep(key, held)
        return held[1]  # type: ignore[return-value] # a name always stands for one kind of answer

    def _keep(self, key: Key, held: tuple[float, object]) -> None:
        with self._lock:
            self._held[key] = held
            self._held.move_to_end(key)
            while len(self._held) > LARGEST:
                self._busy.pop(self._held.popitem(last=False)[0], None)
