"""Of each agency the playbook it adopted last, as it is told to its people one by one."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated

import msgspec
import sqlalchemy as sa

from services.query.bodies import open_fields
from services.query.bulk import Person, Upsert
from services.query.cursor import SMALL
from shared.codec import Sealed

ADOPTED = "playbook.adopted"
NAMES = ("agency", "number", "playbook", "tasks_a_day")


class _Adopted(msgspec.Struct):
    playbook: str
    number: Annotated[int, msgspec.Meta(ge=1, lt=SMALL)]
    tasks_a_day: Annotated[int, msgspec.Meta(ge=0, lt=SMALL)]


def table(metadata: sa.MetaData) -> sa.Table:
    """Add the table to the metadata."""
    return sa.Table(
        "playbooks",
        metadata,
        sa.Column("agency", sa.Text, primary_key=True),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("playbook", sa.Text, nullable=False),
        sa.Column("tasks_a_day", sa.Integer, nullable=False),
    )


@dataclass(frozen=True)
class Playbooks:
    """Keeps the adoption with the highest number that anybody of the agency was told of."""

    table: sa.Table

    @cached_property
    def _upsert(self) -> Upsert:
        return Upsert(self.table, NAMES, newer="number")

    def project(self, connection: sa.Connection, batch: Sequence[Sealed]) -> None:
        """Take what is newer than what is there; raises `UnreadableError` for a body that does not fit."""
        rows = sorted(_row(one) for one in batch if one.type == ADOPTED)
        if rows:
            newest = {row[0]: row for row in rows}
            known = self._known(connection, newest)
            # Everybody is told of the same one: processes would wait for each other over a row that stays.
            self._upsert.write(connection, [row for row in newest.values() if row[1] > known.get(row[0], 0)])

    def forget(self, connection: sa.Connection, people: Sequence[Person]) -> None:
        """Nothing here is about a person: what somebody who left was told of holds for all others."""

    def _known(self, connection: sa.Connection, agencies: Collection[str]) -> dict[str, int]:
        c = self.table.c
        query = sa.select(c.agency, c.number).where(c.agency.in_(sorted(agencies)))
        return {row.agency: row.number for row in connection.execute(query)}


def _row(one: Sealed) -> tuple[str, int, str, int]:
    said = open_fields(one, _Adopted)
    return one.agency, said.number, said.playbook, said.tasks_a_day
