"""Words as the dictionary knows them: gender endings taken off, German and Dutch compounds taken apart."""

from collections.abc import Iterator
from functools import lru_cache

from shared.titles.dictionary import AREAS, MARKS, QUALIFIERS, TAILS, TAILS_READ_AS
from shared.titles.phrases import Words

_VOCABULARY = frozenset(word for index in (AREAS, MARKS, QUALIFIERS) for phrase in index for word in phrase)
_GENDERS = (
    *(("in", ""), ("euse", "eur"), ("trice", "teur"), ("ere", "er"), ("ne", "n"), ("e", "")),
    *(("a", ""), ("a", "o"), ("a", "e")),
)
"""Endings of German, French and Spanish, of a woman and of a man."""
_LINKS = ("s", "n", "en", "es", "e")
_SHORTEST = 3
"""Letters that a word or a compound's head has at least, so that chance plays no part."""


@lru_cache(maxsize=16384)
def known(word: str) -> Words:
    """The word, or the two in it, as they stand in the dictionary; itself where nothing is known."""
    if word in _VOCABULARY or len(word) <= _SHORTEST:
        return (word,)
    forms = list(_forms(word))
    whole = next(((form,) for form in forms if form in _VOCABULARY), None)
    return whole or next((pair for form in forms if (pair := _apart(form))), (word,))


def _forms(word: str) -> Iterator[str]:
    """The word itself and what it would be for a man."""
    yield word
    for female, male in _GENDERS:
        if word.endswith(female):
            yield word.removesuffix(female) + male


def _apart(word: str) -> Words | None:
    tail = next((one for one in TAILS if word.endswith(one)), "")
    head = word.removesuffix(tail)
    if not tail or len(head) < _SHORTEST:
        return None
    unlinked = (head.removesuffix(link) for link in (*_LINKS, "") if head.endswith(link))
    return (next((one for one in unlinked if one in _VOCABULARY), head), TAILS_READ_AS.get(tail, tail))
