"""People's names as they are compared: without letter case, accents and titles.

Nicknames are those of the `nicknames` data set (English). Spelling is compared by Jaro and Winkler's measure,
sound by Philips' Metaphone, both of `jellyfish`.
"""

from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple
from unicodedata import combining, normalize

import jellyfish
from nicknames import NickNamer

Words = tuple[str, ...]
BESIDE = frozenset({"mr", "mrs", "ms", "miss", "dr", "prof", "sir", "dame", "jr", "sr", "ii", "iii"})
"""What stands before or after a name and is none."""
DEGREES = frozenset({"phd", "mba", "msc", "bsc", "md", "cpa", "pmp", "acca", "cipd"})
CLOSE_GIVEN, CLOSE_FAMILY = 0.88, 0.9
"""Similarities by Jaro and Winkler from which two spellings may be one name."""
APOSTROPHES = "'\u2019"
SHORTEST_PART = 3
"""Letters of a family name's part that says something: `de` does not."""


class Alike(StrEnum):
    """How two names compare, in words for who looks at them."""

    SAME = "the same"
    VARIANT = "a form of the same name"
    INITIAL = "its initial"
    PART = "a part of it"
    CLOSE = "spelt nearly alike"
    OTHER = "another name"


class Name(NamedTuple):
    """A name taken apart; either may be unknown and then is empty."""

    given: Words
    family: Words


def read(name: str | None, given: str | None = None) -> Name:
    """Take a name apart. `given` is the given name, where the feed tells it; else it is the first word.

    `Doe, Jane` is Jane Doe, and a feed may write the family name first where it tells the given one.
    """
    first = _words(given or "")
    before, _, after = (name or "").partition(",")
    words, turned = _words(before), _named(_words(after))
    if turned:
        return Name(first or turned, words)
    count = len(first)
    if count and words[:count] == first:
        return Name(first, words[count:])
    if count and words[-count:] == first:
        return Name(first, words[:-count])
    return Name(first or words[:1], words[1:])


def given(one: Words, other: Words) -> Alike:
    """How two given names compare; neither is empty. Second given names say nothing against.

    Their sound says nothing: Jane and John have the same consonants.
    """
    mine, theirs = one[0], other[0]
    if mine == theirs or "".join(one) == "".join(other):
        return Alike.SAME
    if 1 in (len(mine), len(theirs)):
        return Alike.INITIAL if mine[0] == theirs[0] else Alike.OTHER
    if forms(mine) & forms(theirs):
        return Alike.VARIANT
    if set(one) & set(other):
        return Alike.PART
    near = jellyfish.jaro_winkler_similarity(mine, theirs) >= CLOSE_GIVEN
    return Alike.CLOSE if near else Alike.OTHER


def family(one: Words, other: Words) -> Alike:
    """How two family names compare; neither is empty."""
    mine, theirs = "".join(one), "".join(other)
    if mine == theirs:
        return Alike.SAME
    if any(len(word) >= SHORTEST_PART for word in set(one) & set(other)):
        return Alike.PART
    near = jellyfish.jaro_winkler_similarity(mine, theirs) >= CLOSE_FAMILY
    return Alike.CLOSE if near or sound(mine) == sound(theirs) else Alike.OTHER


def forms(given_name: str) -> frozenset[str]:
    """The name, and those it is a short form of: Bob and Rob are both Robert."""
    return frozenset({given_name}) | _nicknames().canonicals_of(given_name)


def sound(word: str) -> str:
    """How a word sounds; its first letters where it is not written in Latin ones."""
    return jellyfish.metaphone(word) or word[:4]


@lru_cache(maxsize=1)
def _nicknames() -> NickNamer:
    """Made when first needed: it reads a file."""
    return NickNamer()


def _words(text: str) -> Words:
    plain = "".join(each for each in normalize("NFKD", text) if not combining(each)).casefold()
    kept = "".join(each if each.isalnum() else " " for each in plain if each not in APOSTROPHES)
    words = tuple(kept.split())
    return _named(words) or words


def _named(words: Words) -> Words:
    return tuple(word for word in words if word not in BESIDE | DEGREES)
