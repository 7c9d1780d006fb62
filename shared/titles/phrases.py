"""Finding phrases among words: whole words only, the longest first."""

from collections.abc import Iterable, Iterator
from typing import Generic, TypeVar

from msgspec import Struct

Value = TypeVar("Value")
Words = tuple[str, ...]
_LONGEST = 4
"""Words of a phrase that is looked for from behind."""


class Found(Struct, Generic[Value], frozen=True):
    """A phrase among words: it begins at `start` and is over before `end`."""

    start: int
    end: int
    value: Value


class Phrases(Generic[Value]):
    """What phrases mean, found by their first word."""

    def __init__(self, meanings: Iterable[tuple[Words, Value]]) -> None:
        self._meanings = dict(meanings)
        self._lengths: dict[str, list[int]] = {}
        for phrase in sorted(self._meanings, key=len, reverse=True):
            lengths = self._lengths.setdefault(phrase[0], [])
            if len(phrase) not in lengths:
                lengths.append(len(phrase))

    def at(self, words: Words, start: int) -> Found[Value] | None:
        """The longest phrase that begins there."""
        for length in self._lengths.get(words[start], ()):
            value = self._meanings.get(words[start : start + length])
            if value is not None and start + length <= len(words):
                return Found(start, start + length, value)
        return None

    def before(self, words: Words, end: int) -> Found[Value] | None:
        """The longest phrase that is over there."""
        found = (self.at(words, start) for start in range(max(0, end - _LONGEST), end))
        return next((one for one in found if one and one.end == end), None)

    def all(self, words: Words) -> Iterator[Found[Value]]:
        """Every phrase from left to right; a longer one hides the shorter ones in it."""
        start = 0
        while start < len(words):
            found = self.at(words, start)
            if found is not None:
                yield found
            start = found.end if found else start + 1

    def __iter__(self) -> Iterator[Words]:
        return iter(self._meanings)
