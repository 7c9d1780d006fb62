"""The dictionary, as it lies beside this module in four files that a person can read and extend."""

import tomllib
from collections.abc import Iterator
from hashlib import sha256
from importlib.resources import files
from typing import Any

import msgspec

from shared.titles.phrases import Phrases, Words
from shared.titles.seniority import Seniority
from shared.titles.words import spellings

_FILES = ("fields.toml", "seniority.toml", "managers.toml", "modifiers.toml")
_texts = {name: (files(__package__) / name).read_text("utf-8") for name in _FILES}

VERSION = sha256("".join(_texts.values()).encode()).hexdigest()[:12]
"""Changes whenever a word of the dictionary does."""


class Mark(msgspec.Struct, frozen=True):
    """What a phrase says about rank; its parts are explained in `seniority.toml`."""

    seniority: Seniority | None = None
    hires: bool | None = None
    step: int = 0
    settles: bool = False
    prefix: bool = False
    closing: bool = False
    deputy: bool = False
    by_qualifier: bool = False
    """Whether it hires and what it ranks is up to the phrase beside it: the word is "manager"."""

    @property
    def is_post(self) -> bool:
        """Whether it is a post over others, and no grade of those who do the work."""
        return bool(self.hires) or (self.seniority or Seniority.MID) >= Seniority.MANAGER


class Area(msgspec.Struct, frozen=True):
    """What a phrase says about the field. The lower its weight, the sooner another phrase wins."""

    field: str
    """Empty where the phrase only hides the words in it."""
    weight: int

    @property
    def is_role(self) -> bool:
        """Whether it names somebody who works there."""
        return self.weight == _WEIGHTS["roles"]


_WEIGHTS = {"otherwise": 0, "areas": 1, "roles": 2}


def _load(name: str) -> dict[str, Any]:
    return tomllib.loads(_texts[name])


FIELDS = frozenset(name for name in _load("fields.toml") if name)
"""The fields of work that a title may name."""


def _spelt(phrases: list[str]) -> Iterator[Words]:
    return (words for phrase in phrases for words in spellings(phrase))


def _mark(section: str, meaning: dict[str, Any]) -> Mark:
    told = {key: value for key, value in meaning.items() if key not in {"words", "seniority"}}
    seniority = meaning.get("seniority")
    return Mark(
        seniority=Seniority[seniority.upper()] if seniority else None,
        by_qualifier=section == "manager",
        **told,
    )


def _areas() -> Iterator[tuple[Words, Area]]:
    for field, lists in _load("fields.toml").items():
        for kind, phrases in lists.items():
            yield from ((words, Area(field, _WEIGHTS[kind])) for words in _spelt(phrases))


_sections = _load("seniority.toml")
_banking = _sections.pop("vp-in-banking")
_managers = _load("managers.toml")
_modifiers = _load("modifiers.toml")

AREAS = Phrases(_areas())
MARKS = Phrases(
    (words, _mark(name, meaning)) for name, meaning in _sections.items() for words in _spelt(meaning["words"])
)
BANKING = Phrases((words, True) for words in _spelt(_banking["near"]))
BANKER = _mark("", {key: value for key, value in _banking.items() if key == "seniority"})
QUALIFIERS = Phrases(
    (words, hires)
    for key, hires in (("hire", True), ("hire-nobody", False))
    for words in _spelt(_managers[key])
)
SAYS_NOTHING = frozenset(_managers["says-nothing"])
JOINING = frozenset(words[0] for words in _spelt(_modifiers["joining"]))
TAILS = tuple(sorted((words[0] for words in _spelt(_modifiers["tails"])), key=len, reverse=True))
TAILS_READ_AS: dict[str, str] = _modifiers["tail-read-as"]
MODIFIERS = Phrases(
    (words, kind)
    for kind, phrases in _modifiers.items()
    if kind not in {"joining", "tails", "tail-read-as"}
    for words in _spelt(phrases)
)
