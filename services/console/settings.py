"""A playbook as a form: a field for each setting, and the file that a filled-in form comes to. Pure."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Literal, NamedTuple

import tomli_w

from services.console.services import Json
from services.console.words import plain

YES, NO = "yes", "no"
DAYS = "_days"
Kind = Literal["choice", "number", "text", "numbers", "lines"]


class Field(NamedTuple):
    """One setting."""

    path: str
    """As the file has it: `restraint.spacing_days`."""
    label: str
    kind: Kind
    value: str
    hint: str
    wrong: bool


class Group(NamedTuple):
    """What is set together: of a play, or for all of them."""

    name: str
    does: str
    side: str
    fields: list[Field]
    on: bool
    wrong: bool


def parsed(toml: str) -> Json | None:
    """What a file says; `None` when it is no TOML."""
    try:
        return tomllib.loads(toml)
    except (ValueError, RecursionError):
        return None


def groups(told: Json, says: Json, mistakes: Iterable[str] = ()) -> list[Group]:
    """The form of a file that says this, by what the rules told of each setting.

    `mistakes`: where there are any. What the file leaves out stands as Afterhire has it.
    """
    wrong = frozenset(mistakes)
    parts = groupby(told["general"], lambda each: each["setting"].rpartition(".")[0])
    general = [_group(name or "in general", "", "", _fields(some, says, wrong)) for name, some in parts]
    plays = [
        _group(play["play"], play["does"], play["side"], _fields(play["settings"], says, wrong))
        for play in told["plays"]
    ]
    return general + plays


def filled(told: Json, says: Json, form: Mapping[str, str]) -> str:
    """The file after a form was filled in: what is no field of it stays."""
    made = dict(says)
    for setting in _all(told):
        path = setting["setting"].split(".")
        if (said := form.get(setting["setting"])) is not None:
            _put(made, path, _value(_kind(setting["default"]), said))
    return tomli_w.dumps(made, multiline_strings=True)


def _all(told: Json) -> Iterator[Json]:
    yield from told["general"]
    for play in told["plays"]:
        yield from play["settings"]


def _group(name: str, does: str, side: str, fields: Sequence[Field]) -> Group:
    off = any(field.path.endswith(".on") and field.value == NO for field in fields)
    return Group(name, does, side, list(fields), not off, any(field.wrong for field in fields))


def _fields(settings: Iterable[Json], says: Json, wrong: frozenset[str]) -> list[Field]:
    return [_field(setting, says, wrong) for setting in settings]


def _field(setting: Json, says: Json, wrong: frozenset[str]) -> Field:
    path = setting["setting"]
    kind = _kind(setting["default"])
    value = _get(says, path.split("."), setting["default"])
    bad = any(place == path or place.startswith(f"{path}.") for place in wrong)
    return Field(path, _label(path), kind, _shown(value), setting["about"] or "", bad)


def _label(path: str) -> str:
    """`after_days` as `After (days)`."""
    name = path.rpartition(".")[2]
    if name == "on":
        return "We do this"
    counted = name.endswith(DAYS)
    return plain(name.removesuffix(DAYS) if counted else name).capitalize() + (" (days)" if counted else "")


def _kind(default: object) -> Kind:
    match default:
        case bool():
            return "choice"
        case int():
            return "number"
        case list():
            return "numbers"
        case dict():
            return "lines"
        case _:
            return "text"


def _shown(value: object) -> str:
    match value:
        case bool():
            return YES if value else NO
        case list():
            return ", ".join(map(str, value))
        case dict():
            return "\n".join(f"{name} = {each}" for name, each in value.items())
        case _:
            return str(value)


def _value(kind: Kind, said: str) -> object:
    """What a field says, as the file has it; what cannot be read stays as it is, for the rules to refuse."""
    match kind:
        case "choice":
            return said == YES
        case "number":
            return _number(said)
        case "numbers":
            return [_number(each) for each in said.split(",") if each.strip()]
        case "lines":
            return dict(_line(line) for line in said.splitlines() if line.strip())
        case "text":
            return said.strip()


def _number(said: str) -> int | str:
    try:
        return int(said)
    except ValueError:
        return said.strip()


def _line(line: str) -> tuple[str, date | str]:
    name, _, value = (part.strip() for part in line.rpartition("="))
    try:
        return name, date.fromisoformat(value)
    except ValueError:
        return name, value


def _get(says: Json, path: Sequence[str], default: object) -> object:
    found: object = says
    for name in path:
        if not isinstance(found, dict) or name not in found:
            return default
        found = found[name]
    return found


def _put(says: Json, path: Sequence[str], value: object) -> None:
    """Set one setting; the tables on the way are copied, for the file that was read stays as it was."""
    *tables, name = path
    for table in tables:
        inner = says.get(table)
        says[table] = dict(inner) if isinstance(inner, dict) else {}
        says = says[table]
    says[name] = value
