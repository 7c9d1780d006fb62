"""Reads an agency's playbook, a TOML file: each mistake with its line, what was found, what is allowed."""

import tomllib
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Any, NamedTuple, TypeVar, get_args, get_origin, get_type_hints

import msgspec
from msgspec import Struct, inspect

from services.rules import drafts
from services.rules.play import PlaySettings
from services.rules.playbook import STANDARD, Playbook, Wording
from services.rules.playbook.allowed import in_words
from services.rules.playbook.places import Path, Places
from services.rules.plays import PLAYS
from shared.errors import UnreadableError

Json = dict[str, Any]
S = TypeVar("S", bound=Struct)
MOST_DOTS = 200
"""In a line: `tomllib` takes the square of a dotted key's length, so 40 kB of one would take ten seconds."""


class Mistake(NamedTuple):
    """One thing that cannot be so."""

    line: int
    where: str
    """The key, with what it stands in."""
    what: str

    def __str__(self) -> str:
        """`line 12: plays.share_an_opportunity.open_days: expected …, found -1`."""
        return ": ".join(part for part in (f"line {self.line}", self.where, self.what) if part)


class RefusedPlaybookError(UnreadableError):
    """A playbook with mistakes; the one in force stays."""

    def __init__(self, mistakes: list[Mistake]) -> None:
        self.mistakes = sorted(mistakes)
        super().__init__("; ".join(map(str, self.mistakes)), row=self.mistakes[0].line)


def read(text: str) -> Playbook:
    """The playbook of a TOML text; `RefusedPlaybookError` with every mistake that was found."""
    for number, line in enumerate(text.splitlines(), 1):
        if line.count(".") > MOST_DOTS:
            raise RefusedPlaybookError([Mistake(number, "", f"expected at most {MOST_DOTS} dots in a line")])
    try:
        plain, reading = tomllib.loads(text), _Reading(text)
    except RecursionError:
        raise RefusedPlaybookError([Mistake(1, "", "expected TOML, found it nested without end")]) from None
    except ValueError as error:  # also a number without end, which is no TOMLDecodeError
        raise RefusedPlaybookError([_syntax(error)]) from error
    playbook = reading.playbook(plain)
    if reading.mistakes:
        raise RefusedPlaybookError(reading.mistakes)
    return playbook


def _syntax(error: ValueError) -> Mistake:
    said, _, place = str(error).partition(" (at ")
    line = "".join(sign for sign in place.partition(",")[0] if sign.isdigit())
    return Mistake(int(line or 1), "", f"expected TOML, found: {said}")


class _Reading:
    def __init__(self, text: str) -> None:
        self._places = Places(text)
        self.mistakes: list[Mistake] = []

    def playbook(self, plain: Json) -> Playbook:
        plays = self._table(plain.pop("plays", {}), ("plays",))
        wording = self._table(plain.pop("wording", {}), ("wording",))
        made = self._struct(plain, STANDARD, ())
        if made.language not in drafts.LANGUAGES:
            self._say(
                ("language",), f"expected one of: {', '.join(drafts.LANGUAGES)}; found {made.language!r}"
            )
        return msgspec.structs.replace(
            made, plays=dict(self._plays(plays)), wording=dict(self._wordings(wording))
        )

    def _plays(self, plain: Json) -> Iterator[tuple[str, PlaySettings]]:
        for name, values in plain.items():
            path: Path = ("plays", name)
            if self._known(name, PLAYS, path, "play"):
                yield name, self._struct(self._table(values, path), PLAYS[name].settings, path)

    def _wordings(self, plain: Json) -> Iterator[tuple[str, dict[str, Wording]]]:
        for language, plays in plain.items():
            if self._known(language, dict.fromkeys(drafts.LANGUAGES), ("wording", language), "language"):
                words = self._table(plays, ("wording", language))
                yield language, dict(self._words(language, words))

    def _words(self, language: str, plain: Json) -> Iterator[tuple[str, Wording]]:
        for name, values in plain.items():
            path: Path = ("wording", language, name)
            if self._known(name, PLAYS, path, "play"):
                wording = self._struct(self._table(values, path), Wording(subject="", body=""), path)
                for field, what in drafts.mistakes(PLAYS[name], language, wording):
                    self._say((*path, field), what)
                yield name, wording

    def _struct(self, plain: Json, default: S, path: Path) -> S:
        """The default with what the table says, as far as that is allowed."""
        hints = get_type_hints(type(default), include_extras=True)
        known = {name: getattr(default, name) for name in default.__struct_fields__}
        for name, value in plain.items():
            if self._known(name, known, (*path, name), "setting"):
                known[name] = self._value(value, hints[name], known[name], (*path, name))
        made = type(default)(**known)
        if isinstance(made, PlaySettings):
            for field, what in made.mistakes():
                self._say((*path, field), what)
        return made

    def _value(self, value: object, hint: Any, default: object, path: Path) -> object:  # noqa: ANN401 - any hint
        if isinstance(default, Struct):
            return self._struct(self._table(value, path), default, path)
        parts = list(_parts(value, hint))
        allowed = [self._allowed(each, kind, (*path, name)) for name, each, kind in parts]
        if all(allowed) and (parts or self._allowed(value, hint, path)):
            return msgspec.convert(value, hint)
        return default

    def _allowed(self, value: object, hint: Any, path: Path) -> bool:  # noqa: ANN401 - any hint
        try:
            msgspec.convert(value, hint)
        except msgspec.ValidationError:
            self._say(path, _refused(value, hint, path))
            return False
        return True

    def _table(self, value: object, path: Path) -> Json:
        if isinstance(value, dict):
            return value
        self._say(path, f"expected a table, found {value!r}")
        return {}

    def _known(self, name: str, known: Mapping[str, object], path: Path, kind: str) -> bool:
        if name in known:
            return True
        meant = get_close_matches(name, known, 1)
        hint = f"did you mean {meant[0]}?" if meant else f"there are: {', '.join(known)}"
        self._say(path, f"there is no such {kind}; {hint}")
        return False

    def _say(self, path: Path, what: str) -> None:
        self.mistakes.append(Mistake(self._places.line(path), ".".join(map(str, path)), what))


def _parts(value: object, hint: Any) -> Iterator[tuple[str | int, object, Any]]:  # noqa: ANN401 - any hint
    """The entries of a list or a table, each with what it has to be."""
    kinds = get_args(hint)
    match value:
        case list() if get_origin(hint) is tuple:
            yield from ((place, each, kinds[0]) for place, each in enumerate(value))
        case dict() if get_origin(hint) is dict:
            yield from ((name, each, kinds[1]) for name, each in value.items())


def _refused(value: object, hint: Any, path: Path) -> str:  # noqa: ANN401 - any hint
    shown = str(value).lower() if isinstance(value, bool) else repr(value)
    said = f"expected {in_words(inspect.type_info(hint))}, found {shown}"
    negative = path[-1] == "open_days" and isinstance(value, int) and value < 0
    return f"{said}: a window cannot close before it opens" if negative else said
