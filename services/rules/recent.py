"""A bounded memory of what was used last."""

from collections import OrderedDict
from collections.abc import Iterable, Mapping
from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Recent(Generic[K, V]):
    """Holds at most `size` values: those used last."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._held: OrderedDict[K, V] = OrderedDict()

    def among(self, keys: Iterable[K]) -> dict[K, V]:
        """What is held of these keys."""
        found = {key: self._held[key] for key in keys if key in self._held}
        for key in found:
            self._held.move_to_end(key)
        return found

    def put(self, values: Mapping[K, V]) -> None:
        """Hold these, and let go of what was used longest ago."""
        for key, value in values.items():
            self._held[key] = value
            self._held.move_to_end(key)
        while len(self._held) > self._size:
            self._held.popitem(last=False)

    def clear(self) -> None:
        """Hold nothing."""
        self._held.clear()
