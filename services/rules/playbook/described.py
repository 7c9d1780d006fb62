"""What can be set in a playbook: each setting with what it is, what is allowed, and what we have it at."""

import ast
from collections.abc import Iterator
from functools import lru_cache
from inspect import cleandoc, getdoc, getmodule, getsource
from itertools import pairwise
from textwrap import dedent
from typing import NamedTuple, get_type_hints

import msgspec
from msgspec import Struct, inspect

from services.rules.play import Side
from services.rules.playbook import STANDARD
from services.rules.playbook.allowed import in_words
from services.rules.plays import PLAYS


class Setting(NamedTuple):
    """One that can be set."""

    setting: str
    """As the file has it: `restraint.spacing_days`."""
    default: object
    allowed: str
    about: str | None


class DescribedPlay(NamedTuple):
    """A play and what can be set of it."""

    play: str
    side: Side
    does: str
    settings: list[Setting]


def general() -> list[Setting]:
    """What holds for all plays; the wording of drafts apart."""
    settings = list[Setting]()
    for name in STANDARD.__struct_fields__:
        if name not in {"plays", "wording"}:
            part = getattr(STANDARD, name)
            settings += _settings(part, name) if isinstance(part, Struct) else [_setting(STANDARD, name)]
    return settings


def plays() -> list[DescribedPlay]:
    """All plays."""
    return [
        DescribedPlay(
            name,
            play.side,
            (getdoc(getmodule(play.propose)) or "").partition("\n")[0],
            list(_settings(play.settings, f"plays.{name}")),
        )
        for name, play in PLAYS.items()
    ]


def _settings(struct: Struct, path: str) -> Iterator[Setting]:
    return (_setting(struct, name, path) for name in struct.__struct_fields__)


def _setting(struct: Struct, name: str, path: str = "") -> Setting:
    hint = get_type_hints(type(struct), include_extras=True)[name]
    default = msgspec.to_builtins(getattr(struct, name))
    where = f"{path}.{name}" if path else name
    return Setting(where, default, in_words(inspect.type_info(hint)), _about(type(struct)).get(name))


@lru_cache
def _about(kind: type) -> dict[str, str]:
    """What is written below each field, those of the classes above it included."""
    found = dict[str, str]()
    for each in reversed(kind.__mro__):
        if issubclass(each, Struct) and each is not Struct:
            found.update(_written_below(each))
    return found


def _written_below(kind: type) -> Iterator[tuple[str, str]]:
    fields = [line for top in ast.parse(dedent(getsource(kind))).body for line in ast.iter_child_nodes(top)]
    for field, below in pairwise(fields):
        match field, below:
            case ast.AnnAssign(target=ast.Name(id=name)), ast.Expr(value=ast.Constant(value=str(said))):
                yield name, " ".join(cleandoc(said).split())
