"""The words that the simulated agency is made of, from the list beside this module."""

from functools import lru_cache
from importlib.resources import files

import msgspec


class Culture(msgspec.Struct, frozen=True):
    """Names that go together."""

    given: tuple[str, ...]
    family: tuple[str, ...]
    stems: tuple[str, ...]
    ends: tuple[str, ...]
    """More family names: each stem with each end."""


class Companies(msgspec.Struct, frozen=True):
    """What names of employers are put together from."""

    first: tuple[str, ...]
    second: tuple[str, ...]
    forms: tuple[str, ...]
    """Legal forms; an empty one is none."""


class Agency(msgspec.Struct, frozen=True):
    """Of the agency itself."""

    recruiters: tuple[str, ...]
    domain: str
    places: tuple[str, ...]
    lay_offs: tuple[str, ...]


class Words(msgspec.Struct, frozen=True):
    """All of them."""

    cultures: dict[str, Culture]
    nicknames: dict[str, tuple[str, ...]]
    """Of a given name, its short forms."""
    ladders: dict[str, tuple[str, ...]]
    """Of a field of work, its titles, each above the one before it."""
    employers: Companies
    agency: Agency


@lru_cache(maxsize=16)
def families(culture: Culture) -> tuple[str, ...]:
    """All family names of a culture."""
    return (*culture.family, *(stem + end for stem in culture.stems for end in culture.ends))


@lru_cache(maxsize=1)
def words() -> Words:
    """Read when first needed."""
    text = (files("services.simulation") / "words.toml").read_text("utf-8")
    return msgspec.toml.decode(text, type=Words)
