"""What people say of the agency: scores, reviews and testimonials; the words stay sealed in the timeline."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

import sqlalchemy as sa

from services.query.bulk import Row, wire_uuid
from services.query.folded import Hide, kept
from services.query.quarters import quarter_of
from shared.codec import Sealed
from shared.envelope import Event
from shared.facts.favours import ReviewLeft, TestimonialGiven
from shared.facts.heard import SatisfactionStated
from shared.facts.outreach import OutreachCompleted

COMPLETED = "outreach.completed"
TYPES = frozenset({COMPLETED, "satisfaction.stated", "review.left", "testimonial.given"})
HIGHEST = 10


class ReputationTables(NamedTuple):
    """The tables of this projection."""

    scores: sa.Table
    reviews: sa.Table
    testimonials: sa.Table


def tables(metadata: sa.MetaData) -> ReputationTables:
    """Add the tables to the metadata."""
    return ReputationTables(
        scores=sa.Table(
            "scores",
            metadata,
            *_fact(),
            sa.Column("said_on", sa.Date, nullable=False),
            sa.Column("score", sa.Integer, nullable=False),
            sa.Column("newest", sa.Boolean, nullable=False),
            sa.Column("newest_of_quarter", sa.Boolean, nullable=False),
            sa.Index("scores_by_day", "agency", "said_on"),
        ),
        reviews=sa.Table(
            "reviews",
            metadata,
            *_fact(),
            sa.Column("platform", sa.Text, nullable=False),
            sa.Column("said_on", sa.Date, nullable=False),
        ),
        testimonials=sa.Table(
            "testimonials",
            metadata,
            *_fact(),
            sa.Column("said_on", sa.Date, nullable=False),
            sa.Column("publish", sa.Boolean, nullable=False),
            sa.Index("testimonials_by_day", "agency", "said_on", "person", "event"),
        ),
    )


def _fact() -> Sequence[sa.Column[str]]:
    return (
        sa.Column("agency", sa.Text, primary_key=True),
        sa.Column("person", sa.Uuid(as_uuid=False), primary_key=True),
        sa.Column("event", sa.Uuid(as_uuid=False), primary_key=True),
    )


class Reputation(NamedTuple):
    """The fold of what people said of the agency."""

    tables: ReputationTables
    types: frozenset[str] = TYPES

    def heeds(self, one: Sealed) -> bool:
        """Of what was done, only that with something sealed can hold a score."""
        return one.type in TYPES and (one.type != COMPLETED or b'"sealed"' in one.data)

    def rows(self, events: Sequence[Event], hide: Hide) -> Sequence[Iterable[Row]]:  # noqa: ARG002 - other folds hide employers
        """Scores, reviews and testimonials."""
        return _scores(events), list(_reviews(events)), list(_testimonials(events))


def _scores(events: Iterable[Event]) -> list[Row]:
    """Each score; of each quarter, and of all, which is the newest."""
    said = sorted(_scored(events))
    of_quarter = {quarter_of(day): id_ for day, id_, _ in said}
    return [
        (id_, day, score, id_ == said[-1][1], id_ == of_quarter[quarter_of(day)]) for day, id_, score in said
    ]


def _scored(events: Iterable[Event]) -> Iterator[tuple[date, bytes, int]]:
    for event in events:
        match event.body:
            case OutreachCompleted(satisfaction=int(score), on=day) if 0 <= score <= HIGHEST:
                yield day, wire_uuid(event.id), score
            case SatisfactionStated(score=int(score), on=day) if 0 <= score <= HIGHEST:
                yield day, wire_uuid(event.id), score
            case _:
                continue


def _reviews(events: Iterable[Event]) -> Iterator[Row]:
    for event in events:
        if isinstance(event.body, ReviewLeft):
            yield wire_uuid(event.id), platform(event.body.platform), event.body.on


def _testimonials(events: Iterable[Event]) -> Iterator[Row]:
    for event in events:
        if isinstance(event.body, TestimonialGiven) and event.body.words:
            yield wire_uuid(event.id), event.body.on, event.body.publish


def platform(name: str) -> str:
    """A review site by one name, however it was written."""
    return kept(" ".join(name.lower().split()))
