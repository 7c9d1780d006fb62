"""What breaks a program that was written to an older document."""

from copy import deepcopy
from typing import Any

import pytest

from shared.contracts.compatibility import broken_api, broken_events

Json = dict[str, Any]
EVENT: Json = {
    "$id": "urn:afterhire:thing.made:1",
    "properties": {"a": {"type": "string"}, "b": {"type": "array", "items": {"$ref": "#/$defs/Part"}}},
    "required": ["a"],
    "x-personal": {"name": {"anyOf": [{"type": "string"}, {"type": "null"}]}},
    "$defs": {"Part": {"properties": {"x": {"type": "integer"}}}},
}
API: Json = {
    "paths": {
        "/v1/things": {
            "get": {"parameters": [{"name": "limit"}], "responses": {"200": {}}},
            "post": {"requestBody": {"schema": {"$ref": "#/components/schemas/Asked"}}, "responses": {}},
        }
    },
    "components": {
        "schemas": {
            "Asked": {"properties": {"by": {"type": "string"}}, "required": ["by"]},
            "Told": {"properties": {"id": {"type": "string"}}, "required": ["id"]},
        }
    },
}


def changed(document: Json, *path: str, to: object) -> Json:
    """The document with another value at one place; `None` takes it away."""
    made = deepcopy(document)
    at = made
    for name in path[:-1]:
        at = at[name]
    if to is None:
        del at[path[-1]]
    else:
        at[path[-1]] = to
    return made


@pytest.mark.parametrize(
    ("path", "to", "said"),
    [
        (("properties", "a"), None, "the field a is gone"),
        (("properties", "a"), {"type": "integer"}, "the field a was string and is integer"),
        (
            ("properties", "b", "items"),
            {"type": "string"},
            "the field b was list of Part and is list of string",
        ),
        (("required",), [], "the field a may be left out now"),
        (("x-personal", "name"), None, "sealed: the field name is gone"),
        (("$defs", "Part", "properties", "x"), None, "Part: the field x is gone"),
    ],
)
def test_what_readers_of_the_log_relied_on(path: tuple[str, ...], to: object, said: str) -> None:
    """A field gone, of another type, or no longer always there."""
    (found,) = broken_events({"thing.made": EVENT}, {"thing.made": changed(EVENT, *path, to=to)})
    assert found.endswith(said)


def test_what_is_added_breaks_nobody() -> None:
    """Nor does another version, which has another name; but an event that is gone does."""
    more = changed(EVENT, "properties", "c", to={"type": "string"})
    assert broken_events({"thing.made": EVENT}, {"thing.made": more, "other": EVENT}) == []
    other = changed(changed(EVENT, "$id", to="urn:afterhire:thing.made:2"), "properties", "a", to=None)
    assert broken_events({"thing.made": EVENT}, {"thing.made": other}) == []
    assert broken_events({"thing.made": EVENT}, {}) == ["thing.made: it is gone"]


@pytest.mark.parametrize(
    ("path", "to", "said"),
    [
        (("paths", "/v1/things", "get"), None, "GET /v1/things: it is gone"),
        (("paths", "/v1/things", "get", "parameters"), [], "GET /v1/things: the parameter limit is gone"),
        (
            ("paths", "/v1/things", "get", "parameters"),
            [{"name": "limit"}, {"name": "who", "required": True}],
            "GET /v1/things: the parameter who is needed now",
        ),
        (("paths", "/v1/things", "get", "responses"), {}, "GET /v1/things: the answer 200 is gone"),
        (("components", "schemas", "Asked", "required"), ["by", "why"], "Asked: the field why is needed now"),
        (("components", "schemas", "Told", "required"), [], "Told: the field id may be left out now"),
    ],
)
def test_what_callers_of_the_api_relied_on(path: tuple[str, ...], to: object, said: str) -> None:
    """A way gone, a parameter that is needed, an answer that says less."""
    assert broken_api(API, changed(API, *path, to=to)) == [said]


def test_less_asked_and_more_told_breaks_nobody() -> None:
    """Nor does a way or a parameter more."""
    less = changed(API, "components", "schemas", "Asked", "required", to=[])
    more = changed(less, "components", "schemas", "Told", "required", to=["id", "name"])
    assert broken_api(API, changed(more, "paths", "/v2/things", to={"get": {}})) == []
