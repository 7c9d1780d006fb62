"""JSON Schemas of the events as they stand on the log: open fields readable, personal ones sealed in one."""

from inspect import cleandoc
from typing import Any

import msgspec

from shared.codec.wire import SEALED
from shared.facts import KINDS, Json, Kind

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_REF = "#/$defs/{name}"
_SEALED = {
    "type": "string",
    "contentEncoding": "base64",
    "description": "All personal fields: a nonce and what AES-256-GCM made of their JSON, under the person's "
    "key. Left out where nothing personal is said. Once the person is erased nobody can open it.",
}


def name_of(kind: Kind) -> str:
    """`urn:afterhire:<event type>:<version>`, as the header `ce_dataschema` has it."""
    return f"urn:afterhire:{kind.name}:{kind.version}"


def of_event(event_type: str) -> Json:
    """The schema of the newest version of an event's value; `KeyError` when there is no such type.

    Whatever else a newer version adds is to be ignored. Under `x-personal` stands what is inside `sealed`.
    """
    kind = KINDS[event_type]
    (_,), defs = msgspec.json.schema_components([kind.body], ref_template=_REF)
    whole = defs.pop(kind.body.__name__)
    fields: dict[str, Json] = whole["properties"]
    found: Json = {
        "$schema": DIALECT,
        "$id": name_of(kind),
        "title": kind.name,
        "description": cleandoc(kind.body.__doc__ or ""),
        "type": "object",
        "properties": {name: said for name, said in fields.items() if name not in kind.personal},
        "required": whole.get("required", []),
    }
    if kind.personal:
        found["properties"][SEALED] = _SEALED
        found["x-personal"] = {name: fields[name] for name in sorted(kind.personal)}
    return found | ({"$defs": _plain(defs)} if defs else {})


def all_events() -> dict[str, Json]:
    """The schema of each event, by its type."""
    return {name: of_event(name) for name in sorted(KINDS)}


def _plain(defs: dict[str, Any]) -> dict[str, Any]:
    """With docstrings as they read."""
    return {
        name: said | ({"description": cleandoc(said["description"])} if "description" in said else {})
        for name, said in sorted(defs.items())
    }
