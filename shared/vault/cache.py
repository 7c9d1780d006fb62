"""A bounded memory of unwrapped keys, for a short time."""

from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from threading import Lock

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from shared.vault.keys import Subject

LARGEST = 20_000
"""Keys, each of nearly 3 kB, most of it OpenSSL's; of a large import none is wanted again soon."""
LONGEST_S = 60.0
"""Seconds. An erasure reaches every process within this time even where no event tells of it."""


class KeyCache:
    """Keys used last, none older than `LONGEST_S` since it was read; safe to share between threads."""

    def __init__(self, now: Callable[[], float], *, largest: int = LARGEST) -> None:
        self._now = now
        self._largest = largest
        self._lock = Lock()
        self._held: OrderedDict[Subject, tuple[float, AESGCM | None]] = OrderedDict()

    def among(self, subjects: Iterable[Subject]) -> dict[Subject, AESGCM | None]:
        """What is held of these."""
        oldest = self._now() - LONGEST_S
        found: dict[Subject, AESGCM | None] = {}
        with self._lock:
            for subject in subjects:
                entry = self._held.get(subject)
                if entry is not None and entry[0] >= oldest:
                    self._held.move_to_end(subject)
                    found[subject] = entry[1]
        return found

    def put(self, ciphers: Mapping[Subject, AESGCM | None], read_at: float) -> None:
        """Hold these, which were read at this moment or later; let go of what was used longest ago."""
        with self._lock:
            for subject, cipher in ciphers.items():
                self._held[subject] = (read_at, cipher)
                self._held.move_to_end(subject)
            while len(self._held) > self._largest:
                self._held.popitem(last=False)

    def drop(self, subject: Subject) -> None:
        """Hold this one no longer."""
        with self._lock:
            self._held.pop(subject, None)
