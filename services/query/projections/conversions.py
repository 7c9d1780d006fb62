"""Candidates who became clients, and who was offered help with a team of their own."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import msgspec
import sqlalchemy as sa

from services.query.bodies import open_fields
from services.query.bulk import Row, wire_uuid
from services.query.folded import Hide
from shared.codec import Sealed
from shared.envelope import Event
from shared.facts.favours import ClientWon
from shared.facts.outreach import OutreachCompleted

COMPLETED = "outreach.completed"
WON = "client.won"
OFFER = "offer_to_build_their_team"


class _Done(msgspec.Struct):
    play: str


class ConversionsTables(NamedTuple):
    """The tables of this projection."""

    offered: sa.Table
    won: sa.Table


def tables(metadata: sa.MetaData) -> ConversionsTables:
    """Add the tables to the metadata."""
    return ConversionsTables(
        offered=sa.Table("offered", metadata, *_fact(), sa.Column("offered_on", sa.Date, nullable=False)),
        won=sa.Table(
            "won",
            metadata,
            *_fact(),
            sa.Column("won_on", sa.Date, nullable=False),
            sa.Column("employer", sa.LargeBinary),
            sa.Index("won_by_day", "agency", "won_on", "person", "event"),
        ),
    )


def _fact() -> Sequence[sa.Column[str]]:
    return (
        sa.Column("agency", sa.Text, primary_key=True),
        sa.Column("person", sa.Uuid(as_uuid=False), primary_key=True),
        sa.Column("event", sa.Uuid(as_uuid=False), primary_key=True),
    )


class Conversions(NamedTuple):
    """The fold of offers to build a team, and of clients won."""

    tables: ConversionsTables
    types: frozenset[str] = frozenset({COMPLETED, WON})

    def heeds(self, one: Sealed) -> bool:
        """Of what was done, only this offer; raises `UnreadableError` for a body that does not fit."""
        return one.type == WON or (one.type == COMPLETED and open_fields(one, _Done).play == OFFER)

    def rows(self, events: Sequence[Event], hide: Hide) -> Sequence[Iterable[Row]]:
        """Offers, and clients won."""
        said = [(wire_uuid(event.id), event.body) for event in events]
        return (
            [
                (id_, each.on)
                for id_, each in said
                if isinstance(each, OutreachCompleted) and each.play == OFFER
            ],
            [(id_, each.on, hide(each.employer)) for id_, each in said if isinstance(each, ClientWon)],
        )
