"""Whether a newer document still says all that a program written to the older one relies on. Pure."""

from collections.abc import Iterator

from shared.facts import Json

VERBS = ("get", "put", "post", "delete", "patch")


def broken_events(old: dict[str, Json], new: dict[str, Json]) -> list[str]:
    """What readers of the log can no longer rely on, in sentences; a newer version of a type is a new one."""
    return [
        said
        for name, schema in old.items()
        for said in ([f"{name}: it is gone"] if name not in new else _of_event(name, schema, new[name]))
    ]


def broken_api(old: Json, new: Json) -> list[str]:
    """What callers of the API can no longer rely on, in sentences."""
    found = [said for path, verbs in old["paths"].items() for said in _of_path(path, verbs, new["paths"])]
    schemas = new.get("components", {}).get("schemas", {})
    for name, schema in old.get("components", {}).get("schemas", {}).items():
        if name in schemas:
            found += _of_schema(name, schema, schemas[name], asked=_is_asked(old, name))
    return found


def _of_event(name: str, old: Json, new: Json) -> Iterator[str]:
    if old["$id"] != new["$id"]:
        return  # an older version is brought up by its upcasters, and the id tells readers
    yield from _of_schema(name, old, new, asked=False)
    yield from _of_schema(f"{name}, sealed", _inner(old), _inner(new), asked=False)
    for part, schema in old.get("$defs", {}).items():
        yield from _of_schema(f"{name}, {part}", schema, new.get("$defs", {}).get(part, schema), asked=False)


def _inner(schema: Json) -> Json:
    return {"properties": schema.get("x-personal", {})}


def _of_path(path: str, verbs: Json, paths: Json) -> Iterator[str]:
    for verb in verbs.keys() & {*VERBS}:
        told = f"{verb.upper()} {path}"
        if verb not in paths.get(path, {}):
            yield f"{told}: it is gone"
            continue
        yield from _of_verb(told, verbs[verb], paths[path][verb])


def _of_verb(told: str, old: Json, new: Json) -> Iterator[str]:
    before, after = _parameters(old), _parameters(new)
    yield from (f"{told}: the parameter {name} is gone" for name in before if name not in after)
    for name, said in after.items():
        if said.get("required") and not before.get(name, {}).get("required"):
            yield f"{told}: the parameter {name} is needed now"
    kept = new.get("responses", {})
    yield from (
        f"{told}: the answer {status} is gone" for status in old.get("responses", {}) if status not in kept
    )


def _parameters(verb: Json) -> dict[str, Json]:
    return {said["name"]: said for said in verb.get("parameters", []) if "name" in said}


def _of_schema(name: str, old: Json, new: Json, *, asked: bool) -> Iterator[str]:
    """`asked`: callers send it, so that a field that is needed now breaks them; else they read it."""
    before, after = old.get("properties", {}), new.get("properties", {})
    for field, said in before.items():
        if field not in after:
            yield f"{name}: the field {field} is gone"
        elif _form(said) != _form(after[field]):
            yield f"{name}: the field {field} was {_form(said)} and is {_form(after[field])}"
    needed, no_more = {*new.get("required", [])}, {*old.get("required", [])} - {*new.get("required", [])}
    if asked:
        added = sorted(needed - {*old.get("required", [])})
        yield from (f"{name}: the field {field} is needed now" for field in added)
    else:
        yield from (f"{name}: the field {field} may be left out now" for field in sorted(no_more & {*after}))


def _form(said: Json) -> str:
    """The type of a field in one line."""
    if "$ref" in said:
        return str(said["$ref"]).rsplit("/", 1)[-1]
    if options := said.get("anyOf") or said.get("oneOf"):
        return " or ".join(sorted(map(_form, options)))
    if said.get("type") == "array":
        return f"list of {_form(said.get('items', {}))}"
    return " ".join(str(said[name]) for name in ("type", "format") if name in said) or "anything"


def _is_asked(document: Json, name: str) -> bool:
    """Whether a schema is that of a request's body."""
    ref = f"#/components/schemas/{name}"
    bodies = (
        said.get("requestBody", {})
        for verbs in document["paths"].values()
        for verb, said in verbs.items()
        if verb in VERBS
    )
    return any(ref in repr(body) for body in bodies)
