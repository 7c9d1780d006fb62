"""Pairs of people who may be one: each waits, once, for a person's yes or no."""

from collections.abc import Collection, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from services.ingest.identity.lookalikes import Pair
from services.ingest.tables import identity_reviews as table
from shared.envelope import computed_id
from shared.errors import NotFoundError


class State(StrEnum):
    """What became of a pair."""

    OPEN = "open"
    CONFIRMED = "confirmed"
    DENIED = "denied"
    CLOSED = "closed"
    """One of the two was merged in another way."""


class Because(StrEnum):
    """Why somebody is asked."""

    LIKENESS = "likeness"
    KEY = "shared key"
    """A strong key would have made the two one, and something contradicts."""


class Asked(NamedTuple):
    """What a pair is put down as."""

    state: State = State.OPEN
    because: Because = Because.LIKENESS


ALIKE, DOUBTFUL = Asked(), Asked(because=Because.KEY)


class Review(NamedTuple):
    """A pair, and what became of it."""

    id: str
    person: str
    """Who was looked at."""
    other: str
    """Who was known before."""
    because: Because
    state: State
    score: float
    """In bits, when it was looked at last."""
    opened_at: datetime
    decided_at: datetime | None

    @property
    def pair(self) -> Pair:
        """The two."""
        return Pair(self.person, self.other)


COLUMNS = tuple(table.c[name] for name in Review._fields)


def id_of(agency: str, pair: Pair) -> str:
    """A pair has one review, whoever was looked at first."""
    return computed_id("identity review", agency, *sorted(pair))


def put(
    connection: sa.Connection,
    agency: str,
    scores: Mapping[Pair, float],
    now: datetime,
    asked: Asked = ALIKE,
) -> None:
    """Have somebody look at these pairs, or deny them. What was decided on before stays as it is."""
    if not scores:
        return
    known = {"agency": agency, **asked._asdict(), "opened_at": now}
    rows = [
        {"id": id_of(agency, pair), **pair._asdict(), "score": score, **known}
        for pair, score in sorted(scores.items())
    ]
    new = postgresql.insert(table)
    latest = {name: new.excluded[name] for name in ("score", "state")}
    undecided = table.c.state == State.OPEN
    connection.execute(new.on_conflict_do_update(index_elements=["id"], set_=latest, where=undecided), rows)


def open_among(connection: sa.Connection, agency: str, people: Collection[str]) -> list[Review]:
    """The open reviews in which one of these people stands."""
    mine = _about(agency, people) & (table.c.state == State.OPEN)
    return _reviews(connection, sa.select(*COLUMNS).where(mine))


def withdraw(connection: sa.Connection, ids: Collection[str]) -> None:
    """Nothing speaks for these any more; should something again, they are opened anew."""
    if ids:
        gone = table.c.id.in_(ids) & (table.c.state == State.OPEN)
        connection.execute(sa.delete(table).where(gone))


def get(connection: sa.Connection, agency: str, id_: str, *, locked: bool = False) -> Review:
    """One review; `NotFoundError` when there is none. Lock the two people before, if at all."""
    query = sa.select(*COLUMNS).where(table.c.id == id_, table.c.agency == agency)
    found = _reviews(connection, query.with_for_update() if locked else query)
    if not found:
        raise NotFoundError(f"expected the id of a review, found {id_}; GET /v1/identity/reviews has them")
    return found[0]


def decide(connection: sa.Connection, id_: str, state: State, now: datetime) -> None:
    """Write down what a person said."""
    said = {"state": state, "decided_at": now}
    connection.execute(sa.update(table).where(table.c.id == id_).values(said))


def deny(connection: sa.Connection, agency: str, pair: Pair, now: datetime) -> None:
    """The two are not one, whatever was said before."""
    said = {"state": State.DENIED, "decided_at": now}
    mine = (table.c.id == id_of(agency, pair)) & (table.c.state != State.DENIED)
    connection.execute(sa.update(table).where(mine).values(said))


def page(
    connection: sa.Connection, agency: str, state: State, after: tuple[float, str] | None, limit: int
) -> list[Review]:
    """The reviews in this state after a place, the surest first."""
    query = sa.select(*COLUMNS).where(table.c.agency == agency, table.c.state == state)
    if after is not None:
        score, id_ = after
        query = query.where((table.c.score < score) | ((table.c.score == score) & (table.c.id > id_)))
    return _reviews(connection, query.order_by(table.c.score.desc(), table.c.id).limit(limit))


def follow_merge(connection: sa.Connection, agency: str, person: str, into: str, now: datetime) -> None:
    """One was absorbed: their open reviews are closed, and whom they were denied to be the other is not.

    That the two were denied to be one holds no more. Lock both before.
    """
    mine = _about(agency, [person])
    closed = {"state": State.CLOSED, "decided_at": now}
    undecided = (table.c.state == State.OPEN) | (table.c.id == id_of(agency, Pair(person, into)))
    over = mine & undecided & (table.c.state != State.CONFIRMED)
    connection.execute(sa.update(table).where(over).values(closed))
    denied = _reviews(connection, sa.select(*COLUMNS).where(mine, table.c.state == State.DENIED))
    others = {next(one for one in each.pair if one != person): each.score for each in denied}
    scores = {Pair(into, other): score for other, score in others.items()}
    put(connection, agency, scores, now, Asked(State.DENIED))


def forget(connection: sa.Connection, agency: str, people: Collection[str]) -> None:
    """Nothing of these people is kept."""
    connection.execute(sa.delete(table).where(_about(agency, people)))


def _about(agency: str, people: Collection[str]) -> sa.ColumnElement[bool]:
    either = table.c.person.in_(people) | table.c.other.in_(people)
    return (table.c.agency == agency) & either


def _reviews(connection: sa.Connection, query: sa.Select[Any]) -> list[Review]:
    found = (Review(*row) for row in connection.execute(query))
    return [each._replace(state=State(each.state), because=Because(each.because)) for each in found]
