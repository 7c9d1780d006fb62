"""The field of work that a title names."""

from collections.abc import Sequence

from shared.titles.dictionary import Area
from shared.titles.phrases import Found, Words
from shared.titles.words import PAUSE

_LEADS_ON = frozenset({"of", "de", "des", "du", "d", "der", "van", "fur"})
"""After these comes what the title is about; without them the last word says it."""


def field_of(words: Words, areas: Sequence[Found[Area]]) -> str | None:
    """The field of the longest phrase, in the first breath that names any."""
    naming = [one for one in areas if one.value.field]
    told = [one for one in naming if one.value.weight] or naming
    breaths = [_breath(words, one) for one in told]
    first = [one for one, breath in zip(told, breaths, strict=True) if breath == breaths[0]]
    if not _LEADS_ON.isdisjoint(words):
        first.reverse()
    return max(reversed(first), key=_length).value.field if first else None


def _breath(words: Words, found: Found[Area]) -> int:
    return words[: found.start].count(PAUSE)


def _length(found: Found[Area]) -> tuple[int, int]:
    return (found.end - found.start, found.value.weight)
