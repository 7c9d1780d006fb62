"""Reads who told the agency of whom, and what came of it."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import NamedTuple

import sqlalchemy as sa

from services.query.cursor import ReferralPlace
from services.query.referral import Referral, held, known_as, last
from services.query.store import Store
from services.query.told import names
from services.query.told import told as told_of
from shared.cursor import cursor_of

TYPES = ("referral.made", "referral.placed", "fact.retracted")
DEGREES = 2
MOST = 200
"""People of one network; who knows more is shown with the nearest ones."""


class Around(NamedTuple):
    """The people around somebody, by how many referrals away they are, and what connects them."""

    degrees: dict[str, int]
    referrals: list[Referral]
    names: dict[str, str | None]
    truncated: bool


@dataclass(frozen=True)
class Network:
    """One agency's referrals."""

    store: Store

    def page(
        self, after: ReferralPlace | None, limit: int
    ) -> tuple[list[Referral], dict[str, str | None], str | None]:
        """The newest first, with the names of who told of them; a cursor when there is more.

        A page may be shorter than its limit: what was taken back or said again later is left out.
        """
        made = self.store.tables.referrals
        order = (made.c.made_on, made.c.person, made.c.event)
        query = self.store.rows(made).order_by(*(column.desc() for column in order)).limit(limit + 1)
        if after is not None:
            last = (after.made_on, str(after.person), str(after.event))
            query = query.where(sa.tuple_(*order) < sa.tuple_(*last, types=[each.type for each in order]))
        with self.store.reading() as connection:
            rows = connection.execute(query).mappings().all()
            people = {row["person"] for row in rows[:limit]}
            holding = {one.fact: one for one in self._told_by(connection, people)}
            found = [holding[row["event"]] for row in rows[:limit] if row["event"] in holding]
            called = names(self.store, connection, people | {one.referred for one in found if one.referred})
        return found, called, _cursor(rows[limit - 1]) if len(rows) > limit else None

    def around(self, person: str) -> Around:
        """Everybody at most two referrals away, in either direction."""
        degrees, found = {person: 0}, dict[str, Referral]()
        with self.store.at_one_moment() as connection:
            edge, truncated = [person], False
            for degree in range(1, DEGREES + 1):
                told = self._touching(connection, edge)
                found |= {one.fact: one for one in told}
                ends = {end for one in told for end in (one.by, one.referred) if end}
                edge = sorted(ends - degrees.keys())
                truncated = truncated or len(degrees) + len(edge) > MOST
                edge = edge[: MOST - len(degrees)]
                degrees |= dict.fromkeys(edge, degree)
            called = names(self.store, connection, degrees)
        within = [one for one in found.values() if one.by in degrees and (one.referred or one.by) in degrees]
        return Around(degrees, sorted(within, key=lambda one: (one.on, one.fact)), called, truncated)

    def _touching(self, connection: sa.Connection, people: Collection[str]) -> list[Referral]:
        """What these people told us, and what others told us of them."""
        others = self._who_told_of(connection, people)
        told = self._told_by(connection, {*people, *others})
        return [one for one in told if one.by in people or one.referred in people]

    def _who_told_of(self, connection: sa.Connection, people: Collection[str]) -> set[str]:
        made = self.store.tables.referrals
        known = [*people, *self._absorbed_by(connection, people)]
        query = self.store.rows(made, made.c.person).where(made.c.referred.in_(known))
        return set(connection.execute(query).scalars())

    def _told_by(self, connection: sa.Connection, people: Collection[str]) -> list[Referral]:
        """Each referral that holds, as it was told last, with what came of it."""
        facts = told_of(self.store, connection, people, TYPES)
        told = [one for events in facts.values() for one in held(events)]
        now = self._now(connection, {one.referred for one in told if one.referred})
        return [known_as(one, now) for one in told]

    def _absorbed_by(self, connection: sa.Connection, people: Collection[str]) -> set[str]:
        """The ids that these people had before, over however many merges."""
        left, found, edge = self.store.tables.people.departures, set[str](), set(people)
        while edge:
            query = self.store.rows(left, left.c.person).where(left.c.into.in_(edge))
            edge = set(connection.execute(query).scalars()) - found
            found |= edge
        return found

    def _now(self, connection: sa.Connection, people: Collection[str]) -> dict[str, str | None]:
        """Under which id each of those who have left is known now; `None` for who was forgotten."""
        left, found, edge = self.store.tables.people.departures, dict[str, str | None](), set(people)
        while edge:
            query = self.store.rows(left, left.c.person, left.c.into).where(left.c.person.in_(edge))
            step = {row.person: row.into for row in connection.execute(query)}
            edge = {into for into in step.values() if into} - found.keys()
            found |= step
        return {person: last(person, found) for person in found}


def _cursor(row: sa.RowMapping) -> str:
    return cursor_of(ReferralPlace(row["made_on"], row["person"], row["event"]))
