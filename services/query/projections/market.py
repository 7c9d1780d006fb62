"""Jobs as they were stated last, from which is told what a field pays and how it hires. About no person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Annotated

import msgspec
import sqlalchemy as sa

from services.query.bodies import open_fields
from services.query.bulk import Person, Row, Upsert, wire_uuid
from shared.codec import Sealed
from shared.employers import plain_employer
from shared.envelope import moment
from shared.titles import FIELDS, read

OPENED = "job.opened"
CLOSED = "job.closed"
KEY = ("agency", "job")
STATED = (
    *("opened", "field", "seniority", "client", "posted_on", "closes_on"),
    *("pay_from", "pay_to", "currency"),
)
Pay = Annotated[int, msgspec.Meta(ge=0, lt=2**53)]


class _Opened(msgspec.Struct):
    title: str
    posted_on: date
    closes_on: date | None = None
    client: str | None = None
    field: str | None = None
    pay_from: Pay | None = None
    pay_to: Pay | None = None
    currency: str | None = None


class _Closed(msgspec.Struct):
    on: date


def table(metadata: sa.MetaData) -> sa.Table:
    """Add the table to the metadata."""
    return sa.Table(
        "jobs",
        metadata,
        sa.Column("agency", sa.Text, primary_key=True),
        sa.Column("job", sa.Uuid(as_uuid=False), primary_key=True),
        # The places of the facts in the total order: of two statements the later one holds, in any order.
        sa.Column("opened", sa.Text(collation="C")),
        sa.Column("field", sa.Text),
        sa.Column("seniority", sa.Text),
        sa.Column("client", sa.Text),
        sa.Column("posted_on", sa.Date),
        sa.Column("closes_on", sa.Date),
        sa.Column("pay_from", sa.BigInteger),
        sa.Column("pay_to", sa.BigInteger),
        sa.Column("currency", sa.Text),
        sa.Column("closed", sa.Text(collation="C")),
        sa.Column("closed_on", sa.Date),
        sa.Index("jobs_by_day", "agency", "posted_on"),
    )


@dataclass(frozen=True)
class Market:
    """Keeps what was said last of each job, and when it was closed last."""

    table: sa.Table

    @cached_property
    def _stated(self) -> Upsert:
        return Upsert(self.table, (*KEY, *STATED), newer="opened")

    @cached_property
    def _closed(self) -> Upsert:
        return Upsert(self.table, (*KEY, "closed", "closed_on"), newer="closed")

    def project(self, connection: sa.Connection, batch: Sequence[Sealed]) -> None:
        """Take what is newer than what is there; raises `UnreadableError` for a body that does not fit."""
        self._stated.write(connection, _newest([_opened(one) for one in batch if one.type == OPENED]))
        self._closed.write(connection, _newest([_closed(one) for one in batch if one.type == CLOSED]))

    def forget(self, connection: sa.Connection, people: Sequence[Person]) -> None:
        """Nothing here is about a person."""


def _newest(rows: Sequence[tuple[object, ...]]) -> list[Row]:
    """One row for each job: the one said last, by the column after the key."""
    return list({row[:2]: row for row in sorted(rows, key=lambda row: str(row[2]))}.values())


def _place(one: Sealed) -> str:
    return f"{one.occurred} {moment(one.recorded_at)} {one.id}"


def _opened(one: Sealed) -> tuple[object, ...]:
    said = open_fields(one, _Opened)
    title = read(said.title)
    return (
        *(one.agency, wire_uuid(one.subject), _place(one)),
        said.field if said.field in FIELDS else title.field,
        title.seniority.name.lower() if title.seniority is not None else None,
        plain_employer(said.client) if said.client else None,
        *(said.posted_on, said.closes_on, said.pay_from, said.pay_to, said.currency),
    )


def _closed(one: Sealed) -> tuple[object, ...]:
    return one.agency, wire_uuid(one.subject), _place(one), open_fields(one, _Closed).on
