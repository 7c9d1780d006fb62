"""Asks the database for the people whom a job or a resource fits best, through an index on what they are.

The numbers are those of `scoring.py`. Who has no room for more, or is matched already, is passed over while
the rows come, the best first, so that the database looks at few of them.
"""

# ruff: noqa: S608 - the queries are put together from numbers of `scoring.py` and texts of this module

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import NamedTuple

import sqlalchemy as sa

from services.matching import scoring
from services.matching.memory import seat_of
from services.matching.profile import Seat
from services.matching.scoring import Sought


class Room(NamedTuple):
    """For what there must be room."""

    family: str
    per_person: int


@dataclass(frozen=True)
class Asking:
    """Questions of one agency."""

    connection: sa.Connection
    agency: str

    def best(self, sought: Sought, subject: str, room: Room, at_most: int) -> Iterator[tuple[str, Seat]]:
        """The seats that fit a job best, and whose they are; the best first."""
        points = scoring.ranks(sought.seniority)
        given = {
            **self._given(subject, room, at_most),
            "field": sought.field,
            "own": sought.seniority,
            "ranks": list(points),
            "points": list(points.values()),
            "skills": [hidden for hidden, _ in sought.skills],
            "asked": len(sought.skills),
            "place": sought.place,
            "pay": sought.pay,
            "currency": sought.currency,
        }
        for row in self.connection.execute(_JOB, given):
            yield row.person, seat_of(row)

    def interested(
        self, topics: Collection[int], subject: str, room: Room, at_most: int
    ) -> Iterator[tuple[str, frozenset[int]]]:
        """Who has most of these interests, and which; the most first."""
        given = {**self._given(subject, room, at_most), "topics": sorted(topics)}
        for row in self.connection.execute(_RESOURCE, given):
            yield row.person, frozenset(row.met)

    def _given(self, subject: str, room: Room, at_most: int) -> dict[str, object]:
        return {"agency": self.agency, "subject": subject, "at_most": at_most, **room._asdict()}


_FREE = (
    " WHERE (SELECT count(*) FROM matching.pairs AS other WHERE other.person = ranked.person"
    " AND other.agency = :agency AND other.family = :family AND other.standing) < :per_person"
    " AND NOT EXISTS (SELECT FROM matching.pairs AS other WHERE other.person = ranked.person"
    " AND other.agency = :agency AND other.family = :family AND other.standing"
    " AND other.subject = CAST(:subject AS uuid) AND other.kind = coalesce(ranked.kind, other.kind))"
)
_JOB = sa.text(
    "SELECT person, kind, field, seniority, words, places, pay_from, currency FROM ("
    " SELECT seat.*, scored.score FROM unnest(CAST(:ranks AS text[]), CAST(:points AS int[]))"
    " AS rank(name, points)"
    " JOIN matching.seats AS seat ON seat.agency = :agency AND seat.field = :field"
    " AND seat.seniority = rank.name"
    " AND (seat.kind = 'field' OR (rank.name = :own AND rank.name <> ''))"
    f" CROSS JOIN LATERAL (SELECT {scoring.FIELD} + rank.points"
    f" + coalesce({scoring.SKILLS} * (SELECT count(*) FROM unnest(CAST(:skills AS bigint[])) AS skill"
    f" WHERE skill = ANY(seat.words)) / nullif(CAST(:asked AS int), 0), {scoring.SKILLS_UNKNOWN})"
    f" + CASE WHEN CAST(:place AS bigint) IS NULL OR cardinality(seat.places) = 0"
    f" THEN {scoring.PLACE_UNKNOWN} WHEN CAST(:place AS bigint) = ANY(seat.places)"
    f" THEN {scoring.PLACE} ELSE 0 END"
    f" + CASE WHEN CAST(:pay AS bigint) IS NULL OR seat.pay_from IS NULL"
    f" OR seat.currency IS DISTINCT FROM CAST(:currency AS text) THEN {scoring.PAY_UNKNOWN}"
    f" WHEN CAST(:pay AS bigint) >= seat.pay_from THEN {scoring.PAY} ELSE 0 END AS score) AS scored"
    f" WHERE scored.score >= {scoring.LEAST} ORDER BY scored.score DESC, seat.person, seat.kind OFFSET 0"
    f") AS ranked{_FREE} ORDER BY ranked.score DESC, ranked.person, ranked.kind LIMIT :at_most"
)
_RESOURCE = sa.text(
    "SELECT person, met FROM (SELECT person, array_agg(topic) AS met, count(*) AS score,"
    " CAST(NULL AS text) AS kind FROM matching.interests"
    " WHERE agency = :agency AND topic = ANY(CAST(:topics AS bigint[]))"
    " GROUP BY person ORDER BY score DESC, person OFFSET 0"
    f") AS ranked{_FREE} ORDER BY ranked.score DESC, ranked.person LIMIT :at_most"
)
"""`OFFSET 0` keeps the dearer question, whether there is room, out of the sorting."""
