"""A playbook as the file it could be read from, and how two of them differ."""

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

import msgspec
import tomli_w

from services.rules.playbook import Playbook


class Difference(NamedTuple):
    """A setting that another playbook says otherwise; `None` where one of them does not have it."""

    setting: str
    before: object
    after: object


def written(playbook: Playbook) -> str:
    """Every setting as TOML, our own defaults included."""
    return tomli_w.dumps(_plain(playbook), multiline_strings=True)


def differences(old: Playbook, new: Playbook) -> list[Difference]:
    """What the new one says otherwise, in the order of the file."""
    before, after = (dict(_flat(_plain(one), ())) for one in (old, new))
    settings = dict.fromkeys((*before, *after))
    found = (Difference(".".join(name), before.get(name), after.get(name)) for name in settings)
    return [each for each in found if each.before != each.after]


def _plain(playbook: Playbook) -> dict[str, Any]:
    plain: dict[str, Any] = msgspec.to_builtins(playbook.whole(), builtin_types=(date,))
    return plain


def _flat(plain: object, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], object]]:
    if isinstance(plain, dict):
        for name, value in plain.items():
            yield from _flat(value, (*path, name))
    else:
        yield path, plain


def in_words(value: object) -> str:
    """A setting's value, to read."""
    match value:
        case None:
            return "none"
        case list() | tuple():
            return ", ".join(map(str, value))
        case bool():
            return "yes" if value else "no"
        case _:
            return str(value)
