"""Texts as words that can be compared, and hidden so that nothing readable of a person is kept. Pure."""

import re
from collections.abc import Callable, Iterable

Hide = Callable[[str], int]
"""A text as a number of 64 bits that only this agency's key makes: equal for equal texts."""

LONGEST_PHRASE = 3
"""Words; `machine learning` and `supply chain management` are skills."""
_WORD = re.compile(r"[\w+#]+(?:[.-]\w+)*")


def plain(text: str) -> str:
    """A text without case and signs: `Machine-Learning!` and `machine-learning` are one."""
    return " ".join(_WORD.findall(text.casefold()))


def phrases(texts: Iterable[str | None]) -> set[str]:
    """Each run of up to three words in these texts."""
    return {phrase for text in texts if text for phrase in _runs(_WORD.findall(text.casefold()))}


def _runs(words: list[str]) -> Iterable[str]:
    for length in range(1, LONGEST_PHRASE + 1):
        yield from (" ".join(words[at : at + length]) for at in range(len(words) - length + 1))
