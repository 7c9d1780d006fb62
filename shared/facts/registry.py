"""Which events exist, in which version, and which of their fields are personal."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

import msgspec

Json = dict[str, Any]
Upcaster = Callable[[Json], Json]
"""Turns the plain dictionary of one version into that of the next."""


class Fact(msgspec.Struct, frozen=True, kw_only=True):
    """The body of an event. Personal fields need a default: it stands in once their key is gone."""


@dataclass(frozen=True)
class Kind:
    """One event type as its newest version."""

    name: str
    version: int
    family: str
    body: type[Fact]
    personal: frozenset[str]
    upcasters: dict[int, Upcaster]
    """By the version they start from: `{1: one_to_two, 2: two_to_three}`."""


Body = TypeVar("Body", bound=Fact)

KINDS: dict[str, Kind] = {}
_KIND_OF_BODY: dict[type[Fact], Kind] = {}


def event(
    type_: str,
    *,
    version: int = 1,
    personal: tuple[str, ...] = (),
    upcasters: dict[int, Upcaster] | None = None,
) -> Callable[[type[Body]], type[Body]]:
    """Register the decorated struct as the body of an event type.

    Raises `TypeError` where the type is taken, a personal field has no default, or an upcaster is missing.
    """

    def register(body: type[Body]) -> type[Body]:
        kind = Kind(
            name=type_,
            version=version,
            family=body.__module__.rsplit(".", 1)[-1],
            body=body,
            personal=frozenset(personal),
            upcasters=upcasters or {},
        )
        _check(kind)
        KINDS[type_] = kind
        _KIND_OF_BODY[body] = kind
        return body

    return register


def _check(kind: Kind) -> None:
    fields = {field.name: field for field in msgspec.structs.fields(kind.body)}
    if kind.name in KINDS:
        raise TypeError(f"{kind.name} is registered twice")
    if missing := [name for name in kind.personal if name not in fields or fields[name].required]:
        raise TypeError(f"{kind.name}: personal fields {missing} must exist and have a default")
    if sorted(kind.upcasters) != list(range(1, kind.version)):
        raise TypeError(f"{kind.name}: version {kind.version} needs one upcaster from each earlier version")


def kind_of(event_type: str) -> Kind:
    """The registered kind of an event type; `KeyError` when there is none."""
    return KINDS[event_type]


def kind_of_body(body: Fact) -> Kind:
    """The registered kind of an event's body."""
    return _KIND_OF_BODY[type(body)]
