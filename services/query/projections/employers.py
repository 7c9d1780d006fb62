"""What people answered about their employers: numbers and days in the open, who the employer is hidden."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import sqlalchemy as sa

from services.query.bulk import Row, wire_uuid
from services.query.folded import Hide, kept
from shared.codec import Sealed
from shared.envelope import Event
from shared.facts.heard import AnswersGiven

GIVEN = "answers.given"
BEST = 5
ASKED = frozenset({"rating", "went_well", "fell_short", "technologies", "projects", "plans_to_hire"})
"""The questions that speak of an employer."""
YES_NO = {"yes": True, "no": False}


class EmployersTables(NamedTuple):
    """The table of this projection."""

    answers: sa.Table


def tables(metadata: sa.MetaData) -> EmployersTables:
    """Add the table to the metadata."""
    return EmployersTables(
        sa.Table(
            "answers",
            metadata,
            sa.Column("agency", sa.Text, primary_key=True),
            sa.Column("person", sa.Uuid(as_uuid=False), primary_key=True),
            sa.Column("event", sa.Uuid(as_uuid=False), primary_key=True),
            sa.Column("about", sa.Text, nullable=False),  # the post; it tells the employer where nobody said
            sa.Column("answered_on", sa.Date, nullable=False),
            sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
            sa.Column("employer", sa.LargeBinary),
            sa.Column("rating", sa.Integer),
            sa.Column("hires", sa.Boolean),
        )
    )


class Employers(NamedTuple):
    """The fold of answers."""

    tables: EmployersTables
    types: frozenset[str] = frozenset({GIVEN})

    def heeds(self, one: Sealed) -> bool:
        """Whether something was answered."""
        return one.type == GIVEN

    def rows(self, events: Sequence[Event], hide: Hide) -> Sequence[Iterable[Row]]:
        """One row for each time somebody answered."""
        found = ((each, each.body) for each in events)
        given = [(each, said) for each, said in found if isinstance(said, AnswersGiven)]
        return ([_row(each, said, hide) for each, said in given if not ASKED.isdisjoint(said.answers)],)


def _row(event: Event, said: AnswersGiven, hide: Hide) -> Row:
    return (
        *(wire_uuid(event.id), kept(said.about), said.on, event.recorded_at, hide(said.employer)),
        *(_rating(said.answers), YES_NO.get(said.answers.get("plans_to_hire", ""))),
    )


def _rating(answers: Mapping[str, str]) -> int | None:
    text = answers.get("rating", "")
    return int(text) if text in {str(number) for number in range(1, BEST + 1)} else None
