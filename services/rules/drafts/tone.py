"""The tone check: no pressure, no superlatives, no set phrases, no pitch in a care play."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

LISTS = Path(__file__).parent
PITCH = "pitch"
WHY = {
    "pressure": "puts pressure on them",
    "superlatives": "promises too much",
    "phrases": "is a set phrase that nobody says to somebody they know",
    PITCH: "sells something where nothing should be sold",
}
CLOSE = re.compile(r"!\s*!|![^!\n]{0,80}!")
HOLE = re.compile(r"\bNone\b|\{\{|\}\}|\{%|%\}| ,| \.(?:\s|$)|\.\.(?!\.)|,,|\(\s*\)")


def found(text: str, language: str, side: str) -> Iterator[str]:
    """What is wrong with a draft's tone, or reads as if something were missing; nothing when it is fine."""
    for kind, words in _lists(language).items():
        if kind == PITCH and side != "care":
            continue
        for hit in words.finditer(text):
            yield f"“{hit.group()}” {WHY[kind]}"
    if CLOSE.search(text):
        yield "more than one exclamation mark shouts"
    for hole in HOLE.finditer(text):
        yield f"“{hole.group().strip()}” reads as if something were missing"


@cache
def _lists(language: str) -> Mapping[str, re.Pattern[str]]:
    """Of each kind a pattern for all its words; a trailing `*` stands for any ending."""
    kinds = tomllib.loads((LISTS / language / "_tone.toml").read_text())
    return {kind: _pattern(words) for kind, words in kinds.items()}


def _pattern(words: list[str]) -> re.Pattern[str]:
    each = (re.escape(word).replace(r"\*", r"\w*").replace(r"\ ", r"\s+") for word in words)
    return re.compile(rf"\b(?:{'|'.join(each)})(?!\w)", re.IGNORECASE)
