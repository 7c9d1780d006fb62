"""Rows of people as a pattern for the rows of others, whose ids begin otherwise."""

from binascii import a2b_base64, b2a_base64
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import msgspec
import sqlalchemy as sa
from benchmarks.careers import AGENCY

from services.query.bulk import WIRE_TYPES, Row, copy_binary, wire_uuid
from shared.database import transaction
from shared.vault import Keys
from shared.wiring import Wiring

SPREAD = 0x9E3779B97F4B
"""Odd, so that beginnings are all different; large, so that they lie apart, as computed ids do."""
ALIKE = 13
"""Characters with which all ids of a set begin."""


class Said(NamedTuple):
    """The body of an event: what stands open in it, and what is sealed."""

    event: str
    type: str
    subject: str
    open: bytes
    """With the seal in its place."""
    seal: bytes
    plain: bytes


class _Body(msgspec.Struct):
    sealed: str = ""


class Pattern(NamedTuple):
    """The rows of one table about the people of the first set."""

    table: sa.Table
    names: Sequence[str]
    rows: Sequence[Row]
    said: Sequence[Said]
    """For each row of the timeline; of other tables nothing."""

    @classmethod
    def of(cls, query: Wiring, table: sa.Table, first: Sequence[str]) -> "Pattern":
        """What the handlers made of them; nothing where a table is about no person."""
        columns = [one for one in table.c if one.computed is None and type(one.type) in WIRE_TYPES]
        about = next((table.c[name] for name in ("person", "subject") if name in table.c), None)
        wanted = sa.select(*columns).where(sa.false() if about is None else about.in_(first))
        # In random order: what happens to people is spread over all the time that the log took.
        with transaction(query.engine) as connection:
            found = connection.execute(wanted.order_by(sa.func.random())).mappings().all()
            keys = query.vault.keys(connection, {(AGENCY, one) for one in first}, create=False)
        said = [_said(row, keys) for row in found] if "data" in table.c else []
        return cls(table, [one.name for one in columns], [tuple(row.values()) for row in found], said)

    def copy(self, connection: sa.Connection, number: int, keys: Keys) -> None:
        """Write the same about the people of another set."""
        if self.rows:
            copy_binary(connection, self.table, self.names, self._of_set(number, keys))

    def _of_set(self, number: int, keys: Keys) -> Iterator[Row]:
        old, new = beginning(0), beginning(number)
        start, uuids = wire_uuid(f"{new}-0000-0000-000000000000")[:6], self._uuids()
        bodies = (_sealed(one, old, new, keys) for one in self.said)
        place = self.names.index("data") if self.said else -1
        for row in self.rows:
            made = [_other(value, uuid, start, old, new) for value, uuid in zip(row, uuids, strict=True)]
            if self.said:
                made[place] = next(bodies)
            yield made

    def _uuids(self) -> list[bool]:
        return [isinstance(self.table.c[name].type, sa.Uuid) for name in self.names]


def beginning(number: int) -> str:
    """How all ids of a set begin."""
    digits = f"{(number + 1) * SPREAD % 2**48:012x}"
    return f"{digits[:8]}-{digits[8:]}"


def of_set(id_: str, number: int) -> str:
    """The id of a set in another one."""
    return beginning(number) + id_[ALIKE:]


def _other(value: Any, uuid: bool, start: bytes, old: str, new: str) -> object:  # noqa: ANN401, FBT001 - of any column
    if type(value) is not str:
        return value
    return start + wire_uuid(value)[6:] if uuid else value.replace(old, new)


def _said(row: sa.RowMapping, keys: Keys) -> Said:
    """The body of a row, opened."""
    seal = msgspec.json.decode(row["data"], type=_Body).sealed
    event, type_, person = row["event"], row["type"], row["person"]
    plain = keys.open(AGENCY, person, a2b_base64(seal), _bound(event, type_)) if seal else None
    return Said(event, type_, person, row["data"], seal.encode(), plain or b"")


def _sealed(said: Said, old: str, new: str, keys: Keys) -> bytes:
    """The same body about somebody else, sealed with their own key."""
    was, now = old.encode(), new.encode()
    if not said.plain:
        return said.open.replace(was, now)
    bound = _bound(new + said.event[ALIKE:], said.type)
    person = new + said.subject[ALIKE:]
    seal = keys.seal(AGENCY, person, said.plain.replace(was, now), bound)
    return said.open.replace(said.seal, b2a_base64(seal, newline=False)).replace(was, now)


def _bound(event: str, type_: str) -> bytes:
    """To what the codec binds a seal."""
    return f"{event} {type_}".encode()
