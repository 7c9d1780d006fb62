"""A question, and the kinds of answers there are."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

import msgspec

Given = str | int | bool | Sequence[str] | None
"""An answer as it comes from outside; `None` and empty text are none."""
Answer = str | int | bool | date | tuple[str, ...]
"""An answer that was read."""


class Kind(StrEnum):
    """What an answer looks like, in JSON; each may also come as text, as a web form sends it."""

    RATING = "rating"
    """A whole number from 1 to 5."""
    SCORE = "score"
    """A whole number from 0 to 10."""
    TEXT = "text"
    YES_NO = "yes_no"
    """`true` or `false`; as text `yes` or `no`."""
    DATE = "date"
    """A day like 2026-03-01."""
    CHOICE = "choice"
    """One of the question's choices."""
    PLATFORM = "platform"
    """The name of a review site; the choices are the usual ones, others are taken too."""
    LINK = "link"
    """The address of a web page."""
    WORDS = "words"
    """A list of short texts; as one text, with commas between them."""


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """One question of a form. None has to be answered, but some make no sense without another."""

    name: str
    label: str
    """What the recruiter reads."""
    kind: Kind
    choices: tuple[str, ...] = ()
    needs: str | None = None
    """The question that has to be answered too where this one is."""


def in_words(answer: Answer) -> str:
    """An answer as text: a day as 2026-03-01, yes or no, words with commas between them."""
    match answer:
        case bool():
            return "yes" if answer else "no"
        case tuple():
            return ", ".join(answer)
        case _:
            return str(answer)
