"""Reading a title, and telling whether one stands above another."""

from collections.abc import Sequence
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from shared.titles.dictionary import AREAS
from shared.titles.fields import field_of
from shared.titles.known import known
from shared.titles.modifiers import Held, held
from shared.titles.phrases import Words
from shared.titles.ranks import Rank, rank_of
from shared.titles.seniority import Seniority
from shared.titles.words import parts


class Reading(Struct, frozen=True):
    """What a title tells; None is "it cannot be told from the title", and never "no"."""

    field: str | None = None
    """A key of `fields.toml`, like `software` or `customer_service`."""
    seniority: Seniority | None = None
    hires: bool | None = None
    """Whether its holder chooses people for a team of their own."""
    step: int = 0
    """The place within the rank: an assistant manager is one below, an Engineer II one above."""


UNKNOWN = Reading()


def read(title: str | None) -> Reading:
    """Field, seniority and whether its holder hires, each as far as the title tells. Never raises.

    Case and surrounding blanks say nothing. Of several roles in one title the highest counts.
    """
    return UNKNOWN if title is None else _read(title)


def promoted(old: str | None, new: str | None) -> bool | None:
    """Whether the new title is the more senior one; None where that cannot be told from the two."""
    before, after = read(old), read(new)
    if before.seniority is None or after.seniority is None or _on_two_tracks(before, after):
        return None
    if (before.seniority, before.step) == (after.seniority, after.step):
        return False if before == after else None
    return (before.seniority, before.step) < (after.seniority, after.step)


def _on_two_tracks(one: Reading, other: Reading) -> bool:
    """Whether one leads by craft and the other people: a staff engineer and a manager are neighbours."""
    tracks = {one.seniority, other.seniority}
    craft = {Seniority.LEAD, Seniority.PRINCIPAL}
    by_craft = any(reading.seniority in craft and not reading.hires for reading in (one, other))
    return by_craft and Seniority.MANAGER in tracks


@lru_cache(maxsize=16384)
def _read(title: str) -> Reading:
    return _merged([_role(tuple(form for word in words for form in known(word))) for words in parts(title)])


def _merged(roles: Sequence[Reading]) -> Reading:
    if not roles:
        return UNKNOWN
    top = max(roles, key=lambda one: (-1 if one.seniority is None else one.seniority, one.step))
    field = top.field or next((one.field for one in roles if one.field), None)
    return replace(top, field=field, hires=True if any(one.hires for one in roles) else top.hires)


def _role(words: Words) -> Reading:
    role = held(words)
    if role is None:
        return UNKNOWN
    own = list(AREAS.all(role.own))
    rank = rank_of(role.own, own) or Rank(None, None)
    field = field_of(role.own, own) or field_of(role.words, list(AREAS.all(role.words)))
    return Reading(field, rank.seniority, _hires(role, rank), rank.step)


def _hires(role: Held, rank: Rank) -> bool | None:
    """Who works alone hires nobody, unless the title says otherwise: then it cannot be told."""
    if role.alone:
        return None if rank.hires else False
    return None if role.perhaps_alone else rank.hires
