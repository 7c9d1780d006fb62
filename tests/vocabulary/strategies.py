"""Every event there could be: strategies worked out from what the facts' structs say of their fields."""

from datetime import UTC, date, datetime
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

import msgspec
from hypothesis import strategies as st

from shared.envelope import Event, moment
from shared.facts import KINDS, Fact, Kind

LARGEST = 2**53
"""The largest whole number that every reader of JSON takes as it is."""

texts = st.text(max_size=20)
uuids = st.uuids().map(str)
moments = st.datetimes(timezones=st.just(UTC))
agencies = st.sampled_from(["demo", "7-of-nine", "0", "a" * 63])
sources = st.sampled_from(["ingest/greenhouse", "ingest/linkedin", "calendar", "rules", "desk"])

_PLAIN: dict[object, st.SearchStrategy[Any]] = {
    str: texts,
    int: st.integers(-LARGEST, LARGEST),
    bool: st.booleans(),
    date: st.dates(),
    datetime: moments,
    NoneType: st.none(),
}


def values(hint: Any) -> st.SearchStrategy[Any]:  # noqa: ANN401 - a type hint has no type of its own
    """All values that a field with this type hint may have. `TypeError` for a hint no fact has used yet."""
    if hint in _PLAIN:
        return _PLAIN[hint]
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        return structs(hint)
    arguments, origin = get_args(hint), get_origin(hint)
    if origin is UnionType:
        return st.one_of(*map(values, arguments))
    if origin is tuple and arguments[1:] == (...,):
        return st.lists(values(arguments[0]), max_size=3).map(tuple)
    if origin is dict:
        return st.dictionaries(values(arguments[0]), values(arguments[1]), max_size=3)
    raise TypeError(f"expected a type hint that this knows, found {hint}; add it here")


def structs(struct: type[msgspec.Struct]) -> st.SearchStrategy[Any]:
    """All values of a struct; a field with a default often has it."""
    hints = get_type_hints(struct)
    fields = msgspec.structs.fields(struct)
    needed = {field.name: values(hints[field.name]) for field in fields if field.required}
    optional = {field.name: values(hints[field.name]) for field in fields if not field.required}
    return st.fixed_dictionaries(needed, optional=optional).map(lambda said: struct(**said))


def bodies(kind: Kind) -> st.SearchStrategy[Fact]:
    """All bodies of one kind of event."""
    return structs(kind.body)


def events(kind: Kind) -> st.SearchStrategy[Event]:
    """All events of one kind, each with its personal fields open."""
    return st.builds(
        Event,
        id=uuids,
        agency=agencies,
        subject=uuids,
        source=sources,
        occurred=(st.dates() | moments).map(moment),
        recorded_at=moments,
        body=bodies(kind),
        forwarded_by=st.none() | uuids,
        opened=st.just(value=True),
    )


any_event = st.one_of([events(kind) for kind in KINDS.values()])
"""All events of all registered kinds."""
