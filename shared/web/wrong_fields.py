"""What is wrong with which field of a request, in words that need no knowledge of what checks it."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any

MOST = 20
"""Wrong fields that are told of."""
LONGEST = 60
"""Characters of what was sent that are told again."""
Found = Mapping[str, Any]
"""An error as Pydantic tells it."""
REASONS = {
    "missing": "expected something, found nothing",
    "extra_forbidden": "no field of this name is known here",
    "json_invalid": "expected JSON, found something else",
    "model_attributes_type": "expected a JSON object, under the header Content-Type: application/json",
    "string_pattern_mismatch": "expected text without control characters",
    "string_type": "expected text",
    "list_type": "expected a list",
    "enum": "expected {expected}",
    "literal_error": "expected {expected}",
    "string_too_short": "expected at least {min_length} characters",
    "string_too_long": "expected at most {max_length} characters",
    "too_short": "expected at least {min_length}",
    "too_long": "expected at most {max_length}",
    "greater_than_equal": "expected {ge} or more",
    "less_than_equal": "expected {le} or less",
    "union_tag_invalid": "there is no {discriminator} {tag}; there are: {expected_tags}",
    "union_tag_not_found": "expected a {discriminator}, found none",
}
"""By the kind of error, with what it is told with."""
SHAPES = {
    "date": "expected a day like 2026-03-01",
    "datetime": "expected a moment like 2026-03-01T12:00:00Z",
    "bool": "expected yes or no",
    "int": "expected a whole number",
    "float": "expected a number",
    "uuid": "expected an id like 1d2f0c8e-13a7-5a3c-9c41-3f1f6f5a7d11",
}
"""By what the kind of error begins with."""


def wrong_fields(errors: Iterable[Found]) -> list[dict[str, str]]:
    """Each wrong field once, by the name a caller knows it by, and what was expected of it."""
    found = []
    for _, group in groupby(errors, key=_owner):
        alike = list(group)
        if _alternatives(alike):
            said = " or ".join(dict.fromkeys(_reason(each).removeprefix("expected ") for each in alike))
            found.append({"field": _field(alike[0]["loc"][:-1]), "reason": f"expected {said}"})
        else:
            found += [{"field": _field(each["loc"]), "reason": _reason(each)} for each in alike]
    return found[:MOST]


def _owner(error: Found) -> Sequence[str | int]:
    return tuple(error["loc"][:-1])


def _alternatives(errors: Sequence[Found]) -> bool:
    """Whether these are one field that may be of several forms: one is told by a name no field has."""
    return len(errors) > 1 and any("[" in str(each["loc"][-1]) for each in errors)


def _field(place: Sequence[str | int]) -> str:
    """The name of a field without the part of the request, and without a position in its text.

    A place in a list stands before what is named inside it: `1.score`.
    """
    parts = list(place[1:])
    while parts and not isinstance(parts[-1], str):
        parts.pop()
    return ".".join(str(part)[:LONGEST] for part in parts) or str(place[0])


def _reason(error: Found) -> str:
    kind, known = str(error["type"]), error.get("ctx", {})
    if kind in REASONS:
        tag, called = str(known.get("tag"))[:LONGEST], str(known.get("discriminator")).strip("'")
        return REASONS[kind].format_map({**known, "tag": tag, "discriminator": called})
    if shape := SHAPES.get(kind.partition("_")[0]):
        return shape
    said = str(error["msg"]).removeprefix("Value error, ")
    return said[:1].lower() + said[1:]
