"""Reads and writes what the rules service keeps, for many people at once."""

import zlib
from collections.abc import Collection, Iterable, Mapping
from hashlib import sha256
from typing import NamedTuple

import msgspec
import sqlalchemy as sa
from msgspec import Struct
from msgspec.inspect import type_info

from services.rules import tables
from services.rules.person import Person
from services.rules.plan import EMPTY, Plan
from services.rules.plan.outline import Outline, outlined, restored
from shared.codec import Sealed
from shared.database import copy_rows
from shared.delivery import Subject
from shared.errors import OperatorNeededError
from shared.vault import Keys


class Known(Struct, frozen=True, array_like=True):
    """What follows from a person's facts."""

    person: Person
    plan: Plan


class Older(Struct, frozen=True, array_like=True):
    """What a program kept that packs people otherwise."""

    person: msgspec.Raw
    plan: Plan


class FactId(NamedTuple):
    """One fact of one person."""

    agency: str
    person: str
    id: str


STRANGER = Known(Person(), EMPTY)
GONE = Person(erased=True)
UNFOLDED = Person()
"""Stands for somebody who was kept in another shape: what the facts say of them is to be folded anew."""
SHAPE = sha256(repr(type_info(Person)).encode()).digest()[:8]
"""How this program packs a person: by places, so that what another one packed may read as something else."""
PURPOSE = b"rules.people"
_ENCODER = msgspec.msgpack.Encoder()
_KNOWN = msgspec.msgpack.Decoder(Known)
_OLDER = msgspec.msgpack.Decoder(Older)
_OUTLINE = msgspec.msgpack.Decoder(Outline)

_ARRIVING = sa.text(
    "CREATE TEMPORARY TABLE IF NOT EXISTS arriving_facts (LIKE rules.facts) ON COMMIT DELETE ROWS"
)
_COLUMNS = "agency, person, id, type, version, source, occurred, recorded_at, forwarded_by, body"
_COPY = f"COPY arriving_facts ({_COLUMNS}) FROM STDIN"
_TAKE = sa.text(
    "INSERT INTO rules.facts SELECT * FROM arriving_facts ON CONFLICT DO NOTHING"
    " RETURNING agency, person::text, id::text"
)
_AMONG = "(agency, person) IN (SELECT * FROM unnest(CAST(:agencies AS text[]), CAST(:people AS uuid[])))"
_LOAD = sa.text(f"SELECT agency, person::text, outline, sealed FROM rules.people WHERE {_AMONG}")  # noqa: S608 - constants
_HISTORY = sa.text(
    "SELECT id::text, type, version, agency, person::text, source, occurred, recorded_at, forwarded_by, body"  # noqa: S608 - constants
    f" FROM rules.facts WHERE {_AMONG}"
)
_FORGET = sa.text(f"DELETE FROM rules.facts WHERE {_AMONG}")  # noqa: S608 - constants
_CHANGED = sa.text(
    "CREATE TEMPORARY TABLE IF NOT EXISTS changed_people (LIKE rules.people) ON COMMIT DELETE ROWS;"
    "DELETE FROM changed_people"
)
_COPY_CHANGED = "COPY changed_people (agency, person, outline, sealed) FROM STDIN"
_SAVE = sa.text(
    "INSERT INTO rules.people SELECT * FROM changed_people ON CONFLICT (agency, person)"
    " DO UPDATE SET outline = EXCLUDED.outline, sealed = EXCLUDED.sealed"
)


def remember(connection: sa.Connection, facts: Iterable[Sealed]) -> set[FactId]:
    """Keep the facts; which of them are new. A fact has one id per person, however often it comes."""
    connection.execute(_ARRIVING)
    copy_rows(connection, _COPY, (_row(fact) for fact in facts))
    return {FactId(*row) for row in connection.execute(_TAKE)}


def _row(fact: Sealed) -> tuple[object, ...]:
    return (
        fact.agency,
        fact.subject,
        fact.id,
        fact.type,
        fact.version,
        fact.source,
        fact.occurred,
        fact.recorded_at,
        fact.forwarded_by,
        fact.data,
    )


def history(connection: sa.Connection, subjects: Collection[Subject]) -> dict[Subject, list[Sealed]]:
    """All facts kept of these people, in no order."""
    found: dict[Subject, list[Sealed]] = {subject: [] for subject in subjects}
    for row in connection.execute(_HISTORY, _among(subjects)):
        sealed = Sealed(*row)
        found[sealed.agency, sealed.subject].append(sealed)
    return found


def load(connection: sa.Connection, subjects: Collection[Subject], keys: Keys) -> dict[Subject, Known]:
    """What is known of these people; of those whose key is gone only the outline of their plan.

    Who was kept by a program with another shape is `UNFOLDED`, with their plan. `OperatorNeededError` when
    the plan cannot be read either: no record is to blame.
    """
    found = {subject: Known(GONE, EMPTY) if keys.erased(*subject) else STRANGER for subject in subjects}
    for agency, person, outline, sealed in connection.execute(_LOAD, _among(subjects)):
        opened = None if sealed is None else keys.open(agency, person, sealed, PURPOSE)
        found[agency, person] = _opened(opened) if opened is not None else _gone(outline)
    return found


def _opened(plain: bytes) -> Known:
    shape, packed = plain[: len(SHAPE)], plain[len(SHAPE) :]
    try:
        unpacked = zlib.decompress(packed)
        return _KNOWN.decode(unpacked) if shape == SHAPE else Known(UNFOLDED, _OLDER.decode(unpacked).plan)
    except (zlib.error, msgspec.MsgspecError):
        raise OperatorNeededError(
            "rules.people: expected plans as this version keeps them, found another's; work them out again "
            "with `afterhire rebuild rules`"
        ) from None


def _gone(outline: bytes) -> Known:
    return Known(GONE, restored(_OUTLINE.decode(outline)))


def save(connection: sa.Connection, known: Mapping[Subject, Known], keys: Keys) -> None:
    """Keep what is now known of these people, all at once; nothing personal of the erased ones."""
    rows = [
        (*subject, _ENCODER.encode(outlined(each.plan)), _seal(subject, each, keys))
        for subject, each in known.items()
    ]
    if rows:
        connection.execute(_CHANGED)
        copy_rows(connection, _COPY_CHANGED, rows)
        connection.execute(_SAVE)


def _seal(subject: Subject, known: Known, keys: Keys) -> bytes | None:
    """Packed first, as sealed bytes cannot be: PostgreSQL is fast with rows of less than 2 KB."""
    if known.person.erased:
        return None
    return keys.seal(*subject, SHAPE + zlib.compress(_ENCODER.encode(known), 1), PURPOSE)


def forget_facts(connection: sa.Connection, subjects: Collection[Subject]) -> None:
    """Drop every fact kept of these people."""
    if subjects:
        connection.execute(_FORGET, _among(subjects))


def clear(connection: sa.Connection) -> None:
    """Drop everything that follows from the log, so that it can be read anew."""
    connection.execute(sa.delete(tables.facts))
    connection.execute(sa.delete(tables.people))


def _among(subjects: Collection[Subject]) -> dict[str, list[object]]:
    return {"agencies": [agency for agency, _ in subjects], "people": [person for _, person in subjects]}
