"""Which fields of its lines a listing is asked for."""

from collections.abc import Callable, Collection, Iterable
from difflib import get_close_matches
from typing import Annotated

from fastapi import Query
from pydantic import BaseModel

from shared.web.problem_kinds_api import problem

Sparse = dict[str, object]
"""A line of a listing with some of its fields."""
Fields = Callable[..., frozenset[str] | None]


def fields_of(line: type[BaseModel]) -> Fields:
    """A dependency that reads which fields of each line are wanted; nothing: all of them."""
    known = tuple(line.model_fields)
    query = Query(
        alias="fields",
        max_length=1_000,
        description=f"Only these fields of each line, with commas between: {', '.join(known)}.",
        examples=[",".join(known[:2])],
    )

    def fields(asked: Annotated[str | None, query] = None) -> frozenset[str] | None:
        return None if asked is None else _checked(asked.split(","), known)

    return fields


def only(fields: Collection[str], line: BaseModel) -> Sparse:
    """A line with these fields."""
    return line.model_dump(mode="json", include={*fields})


def _checked(asked: Iterable[str], known: Collection[str]) -> frozenset[str]:
    found = frozenset(name.strip() for name in asked)
    for name in sorted(found - {*known}):
        near = get_close_matches(name, known, n=1)
        meant = f"did you mean {near[0]!r}?" if near else f"they are: {', '.join(known)}."
        raise problem("unknown-field", f"fields: no line has {name[:60]!r}; {meant}", field="fields")
    return found
