"""The dictionary against itself: each of its phrases has one meaning, and is read so."""

import re
import tomllib
from collections import Counter
from importlib.resources import files
from typing import Any

from shared.titles import VERSION, Seniority, read


def dictionary(name: str) -> dict[str, Any]:
    return tomllib.loads((files("shared.titles") / f"{name}.toml").read_text("utf-8"))


FIELDS = [
    (phrase, field)
    for field, lists in dictionary("fields").items()
    for phrases in lists.values()
    for phrase in phrases
]
RANKS = [
    (phrase, meaning)
    for name, meaning in dictionary("seniority").items()
    if name not in {"manager", "vp-in-banking"}
    for phrase in meaning.get("words", ())
]


def twice(phrases: list[str]) -> list[str]:
    return [phrase for phrase, times in Counter(phrases).items() if times > 1]


def test_a_phrase_belongs_to_one_field() -> None:
    """Two fields for one phrase would leave it to the order of the file."""
    assert twice([phrase for phrase, _ in FIELDS]) == []


def test_a_phrase_has_one_rank() -> None:
    """Two sections for one phrase would leave it to the order of the file."""
    assert twice([phrase for phrase, _ in RANKS]) == []


def test_a_manager_hires_or_does_not() -> None:
    """A qualifier stands once, in one of the two lists."""
    managers = dictionary("managers")
    assert twice([*managers["hire"], *managers["hire-nobody"]]) == []


def test_every_phrase_names_its_field() -> None:
    """No phrase is out of reach, hidden by another one."""
    assert {
        phrase: read(phrase).field for phrase, field in FIELDS if field != (read(phrase).field or "")
    } == {}


def test_every_phrase_names_its_rank() -> None:
    """What a section promises of its words is what a title of these words alone is read as."""
    alone = [
        (phrase, Seniority[meaning["seniority"].upper()], meaning.get("hires"))
        for phrase, meaning in RANKS
        if "seniority" in meaning and not meaning.get("prefix")
    ]
    told = {phrase: (read(phrase).seniority, read(phrase).hires) for phrase, _, _ in alone}
    assert told == {phrase: (seniority, hires) for phrase, seniority, hires in alone}


def test_every_manager_hires_as_listed() -> None:
    """A qualifier before "manager" decides."""
    managers = dictionary("managers")
    listed = dict.fromkeys(managers["hire"], True) | dict.fromkeys(managers["hire-nobody"], False)
    assert {
        phrase for phrase, hires in listed.items() if read(f"{phrase} manager").hires is not hires
    } == set()


def test_the_dictionary_has_a_version() -> None:
    """A short hash over its words, to be kept beside what was read by them."""
    assert re.fullmatch("[0-9a-f]{12}", VERSION)
