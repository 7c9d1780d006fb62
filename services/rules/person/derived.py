"""What follows from parts of a person is worked out once, and holds as long as they stay the same."""

from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Any, TypeVar

T = TypeVar("T")
_PARTS: dict[str, frozenset[str]] = {}
"""By the name of what follows."""


def derived(*parts: str) -> Callable[[Callable[[Any], T]], cached_property[T]]:
    """A property of a person that looks at these parts and nothing else."""

    def made(work: Callable[[Any], T]) -> cached_property[T]:
        _PARTS[work.__name__] = frozenset(parts)
        return cached_property(work)

    return made


def parts_of(name: str) -> frozenset[str]:
    """The parts at which a property looks that is `derived`."""
    return _PARTS[name]


def hand_on(before: object, after: object, changed: Iterable[str]) -> None:
    """Give a later value what was worked out for an earlier one, unless it looks at what changed since."""
    known = vars(before)
    vars(after).update({name: known[name] for name in known if _PARTS[name].isdisjoint(changed)})
