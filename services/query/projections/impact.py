"""What became of the people the agency placed: their jobs, how they rose, whom they told us of."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

import sqlalchemy as sa

from services.query.bulk import Row, wire_uuid
from services.query.career import Post, posts, rises
from services.query.folded import Hide, kept
from services.query.referral import held
from shared.codec import Sealed
from shared.envelope import Event
from shared.titles import read

TYPES = frozenset(
    {
        *("placement.started", "placement.rescheduled", "placement.cancelled", "placement.ended"),
        *("role.observed", "role.changed", "role.ended", "referral.made", "referral.placed"),
    }
)


class ImpactTables(NamedTuple):
    """The tables of this projection."""

    posts: sa.Table
    rises: sa.Table
    told: sa.Table


def tables(metadata: sa.MetaData) -> ImpactTables:
    """Add the tables to the metadata. Fields and ranks stand in the open, employers are hidden."""
    return ImpactTables(
        posts=sa.Table(
            "posts",
            metadata,
            *_person(),
            sa.Column("post", sa.Text, primary_key=True),
            sa.Column("placed", sa.Boolean, nullable=False),
            sa.Column("recruiter", sa.Text),
            sa.Column("began", sa.Date),
            sa.Column("last_day", sa.Date),
            sa.Column("employer", sa.LargeBinary),
            sa.Column("field", sa.Text),
            sa.Column("told_by", sa.Uuid(as_uuid=False), nullable=False),
            sa.Index("posts_of_recruiter", "agency", "recruiter", postgresql_where=sa.text("placed")),
            sa.Index("posts_by_day", "agency", "began"),
        ),
        rises=sa.Table(
            "rises",
            metadata,
            *_person(),
            sa.Column("role", sa.Text, primary_key=True),
            sa.Column("rose_on", sa.Date, nullable=False),
        ),
        told=sa.Table(
            "told",
            metadata,
            *_person(),
            sa.Column("referral", sa.Text, primary_key=True),
            sa.Column("made_on", sa.Date, nullable=False),
            sa.Column("placed_on", sa.Date),
        ),
    )


def _person() -> Sequence[sa.Column[str]]:
    return (
        sa.Column("agency", sa.Text, primary_key=True),
        sa.Column("person", sa.Uuid(as_uuid=False), primary_key=True),
    )


class Impact(NamedTuple):
    """The fold of placements, roles and referrals."""

    tables: ImpactTables
    types: frozenset[str] = TYPES

    def heeds(self, one: Sealed) -> bool:
        """Every such fact may change what is kept."""
        return one.type in TYPES

    def rows(self, events: Sequence[Event], hide: Hide) -> Sequence[Iterable[Row]]:
        """Posts, rises, and what they told."""
        return (
            {one.id: _post(one, hide) for one in posts(events)}.values(),
            [(kept(one.role), one.on) for one in rises(events)],
            [_told(one.referral, one.on, one.placed_on) for one in held(events)],
        )


def _post(one: Post, hide: Hide) -> Row:
    recruiter = kept(one.recruiter) if one.recruiter else None
    employer, field = hide(one.employer), read(one.title).field
    return (
        *(kept(one.id), one.placed, recruiter, one.began, one.last_day),
        *(employer, field, wire_uuid(one.told_by)),
    )


def _told(referral: str, made_on: date, placed_on: date | None) -> Row:
    return kept(referral), made_on, placed_on
