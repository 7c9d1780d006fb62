"""Which managers hire people: what they manage says it."""

from shared.titles.dictionary import JOINING, MARKS, QUALIFIERS, SAYS_NOTHING, Mark
from shared.titles.phrases import Found, Words
from shared.titles.seniority import Seniority
from shared.titles.words import PAUSE

_HIRES_NOBODY = Mark(Seniority.MID, hires=False)
_BESIDE_THE_POINT = JOINING | SAYS_NOTHING


def manager(words: Words, found: Found[Mark]) -> Found[Mark]:
    """The word "manager" with what stands before it, or where nothing does, after it.

    One who hires nobody ranks as those who do the work: a product manager as a designer.
    """
    qualifier = QUALIFIERS.before(words, found.start)
    if qualifier is None and _is_open(words, found.start):
        qualifier = _after(words, found.end)
    if qualifier is None:
        return found
    mark = Mark(Seniority.MANAGER, hires=True) if qualifier.value else _HIRES_NOBODY
    return Found(found.start, found.end, mark)


def _is_open(words: Words, end: int) -> bool:
    """Whether only words of rank stand before it, so that what follows may qualify."""
    return end == 0 or words[end - 1] in _BESIDE_THE_POINT or MARKS.before(words, end) is not None


def _after(words: Words, start: int) -> Found[bool] | None:
    """What follows and ends there, else what the breath ends with: "product development" is no product."""
    start = next((at for at in range(start, len(words)) if words[at] not in _BESIDE_THE_POINT), len(words))
    first = QUALIFIERS.at(words, start) if start < len(words) else None
    if first and (first.end == len(words) or words[first.end] in _BESIDE_THE_POINT):
        return first
    return QUALIFIERS.before(words, _end(words, start))


def _end(words: Words, start: int) -> int:
    """Where the breath ends, without what says nothing."""
    end = words.index(PAUSE, start) if PAUSE in words[start:] else len(words)
    while end > start and words[end - 1] in _BESIDE_THE_POINT:
        end -= 1
    return end
