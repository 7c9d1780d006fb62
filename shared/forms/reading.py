"""Reads what was answered to one question; says what was expected and what was found."""

import re
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import date
from typing import NoReturn

from shared.errors import UnreadableError
from shared.forms.question import Answer, Given, Kind, Question
from shared.plain import is_plain

LONGEST = 10_000
"""Characters of a text."""
LONGEST_WORD = 200
"""Characters of one of several words, of a platform's name."""
MOST_WORDS = 30
LONGEST_LINK = 2_000
_LINK = re.compile(r"https?://[^\s/]+\S*")
_YES_NO = {"yes": True, "true": True, "no": False, "false": False}


def read_one(question: Question, given: Given) -> Answer | None:
    """The answer; `None` where nothing was answered. Raises `UnreadableError` that names the question."""
    if given is None or (isinstance(given, str) and not given.strip()):
        return None
    return _READERS[question.kind](question, given)


def _refuse(question: Question, expected: str, given: Given) -> NoReturn:
    found = repr(given)
    shown = found if len(found) <= LONGEST_WORD else f"{found[:LONGEST_WORD]}…"
    raise UnreadableError(f"expected {expected}, found {shown}", field=question.name)


def _whole(least: int, most: int) -> Callable[[Question, Given], int]:
    def read(question: Question, given: Given) -> int:
        number = int(given) if isinstance(given, str) and re.fullmatch("[0-9]{1,3}", given.strip()) else given
        if isinstance(number, int) and not isinstance(number, bool) and least <= number <= most:
            return number
        _refuse(question, f"{least} to {most}", given)

    return read


def _text(question: Question, given: Given) -> str:
    if isinstance(given, str) and len(given) <= LONGEST and is_plain(given):
        return given.strip()
    _refuse(question, f"text of at most {LONGEST} characters without control codes", given)


def _yes_no(question: Question, given: Given) -> bool:
    said = _YES_NO.get(given.strip().lower()) if isinstance(given, str) else given
    if isinstance(said, bool):
        return said
    _refuse(question, "yes or no", given)


def _date(question: Question, given: Given) -> date:
    if isinstance(given, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", given.strip(), re.ASCII):
        with suppress(ValueError):
            return date.fromisoformat(given.strip())
    _refuse(question, "a day like 2026-03-01", given)


def _choice(question: Question, given: Given) -> str:
    if isinstance(given, str) and given in question.choices:
        return given
    _refuse(question, f"one of {', '.join(question.choices)}", given)


def _platform(question: Question, given: Given) -> str:
    if isinstance(given, str) and len(given) <= LONGEST_WORD and is_plain(given):
        return " ".join(given.lower().split())
    _refuse(question, "the name of a review site", given)


def _link(question: Question, given: Given) -> str:
    # Others than web pages are refused: what is shown as a link must not run as a program.
    if isinstance(given, str) and len(given) <= LONGEST_LINK and is_plain(given):
        link = given.strip()
        if _LINK.fullmatch(link):
            return link
    _refuse(question, "the address of a web page, https://…", given)


def _words(question: Question, given: Given) -> tuple[str, ...] | None:
    parts = given.split(",") if isinstance(given, str) else given
    if isinstance(parts, int) or parts is None or not _short(parts):
        _refuse(question, f"at most {MOST_WORDS} texts of at most {LONGEST_WORD} characters", given)
    words = (" ".join(part.split()) for part in parts)
    return tuple(dict.fromkeys(filter(None, words))) or None


def _short(parts: Iterable[object]) -> bool:
    found = list(parts)
    texts = [part for part in found if isinstance(part, str) and len(part) <= LONGEST_WORD and is_plain(part)]
    return len(texts) == len(found) <= MOST_WORDS


_READERS: dict[Kind, Callable[[Question, Given], Answer | None]] = {
    Kind.RATING: _whole(1, 5),
    Kind.SCORE: _whole(0, 10),
    Kind.TEXT: _text,
    Kind.YES_NO: _yes_no,
    Kind.DATE: _date,
    Kind.CHOICE: _choice,
    Kind.PLATFORM: _platform,
    Kind.LINK: _link,
    Kind.WORDS: _words,
}
