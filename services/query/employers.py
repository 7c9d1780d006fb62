"""Reads what people answered about their employers: of three people or more, and in steps of three.

A group grows by three at a time, so that nobody who looks before and after one more answer can work it out.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import distinct_on

from services.query.cursor import EmployerPlace
from services.query.remembered import Remembered
from services.query.store import Store
from services.query.told import facts
from shared.cursor import cursor_of
from shared.envelope import Event
from shared.errors import NotFoundError
from shared.facts.heard import AnswersGiven

FEWEST = 3
"""People of a group; of fewer nothing is told."""
MOST = 300
"""Answers that are read of one employer, the newest."""
TOGETHER = 30
"""As many are left out at once when there are more: one for one would show the newest by itself."""


class Share(NamedTuple):
    """A number, and of how many people."""

    value: float
    people: int


class Employer(NamedTuple):
    """An employer as its people speak of it."""

    id: str
    name: str | None
    people: int
    rating: Share | None
    """How good the onboarding was, from 1 to 5, on average."""
    hiring: Share | None
    """Which part says that their team plans to hire."""


class Words(NamedTuple):
    """What people said of an employer, in no order that tells who."""

    went_well: list[str]
    fell_short: list[str]
    technologies: dict[str, int]
    """How many people work with each."""


Fact = tuple[str, str]
"""A person and an event of theirs."""


@dataclass(frozen=True)
class Employers:
    """The employers that at least three people of one agency spoke of."""

    store: Store
    remembered: Remembered

    def page(self, after: EmployerPlace | None, limit: int) -> tuple[list[Employer], str | None]:
        """Those of whom most is known first; a cursor when there is more."""
        found, tellers = self.remembered.of(self.store.settings.agency, "employers", self._all)
        with self.store.at_one_moment() as connection:
            rest = [one for one in found if after is None or _place(one) > (-after.people, after.employer)]
            named = self._named(connection, rest[:limit], tellers)
        return named, _cursor(rest[limit - 1]) if len(rest) > limit else None

    def of(self, employer: str) -> tuple[Employer, Words]:
        """One employer; `NotFoundError` when fewer than three people spoke of it."""
        with self.store.at_one_moment() as connection:
            found = [one for one in self._found(connection, bytes.fromhex(employer)) if one.id == employer]
            if not found:
                raise NotFoundError(f"Nothing can be told of an employer {employer}: too few spoke of it.")
            (named,) = self._named(connection, found, self._tellers(connection, bytes.fromhex(employer)))
            return named, words(self._answers(connection, bytes.fromhex(employer)))

    def _all(self) -> tuple[list[Employer], dict[str, Fact]]:
        with self.store.at_one_moment() as connection:
            return self._found(connection), self._tellers(connection, None)

    def _found(self, connection: sa.Connection, employer: bytes | None = None) -> list[Employer]:
        heard = self._heard(employer)
        everybody = self._stepped(connection, heard, sa.literal(1))
        ratings = self._stepped(connection, heard, heard.c.rating)
        hiring = self._stepped(connection, heard, sa.cast(heard.c.hires, sa.Integer))
        found = (
            Employer(firm.hex(), None, share.people, ratings.get(firm), hiring.get(firm))
            for firm, share in everybody.items()
        )
        return sorted(found, key=_place)

    def _heard(self, employer: bytes | None) -> sa.CTE:
        """Each answer with the employer that was named, or else that of the post it was about."""
        said, post = self.store.tables.employers.answers, self.store.tables.impact.posts
        same = sa.and_(
            *(post.c.agency == said.c.agency, post.c.person == said.c.person, post.c.post == said.c.about)
        )
        firm = sa.func.coalesce(said.c.employer, post.c.employer)
        columns = (said.c.person, said.c.event, said.c.recorded_at, said.c.rating, said.c.hires)
        teller = sa.case((said.c.employer.is_(None), post.c.told_by), else_=said.c.event)
        query = self.store.rows(said, *columns, firm.label("firm"), teller.label("told_by"))
        query = query.select_from(said.outerjoin(post, same))
        return query.where(firm.is_not(None) if employer is None else firm == employer).cte("heard")

    def _stepped(
        self, connection: sa.Connection, heard: sa.CTE, value: sa.ColumnElement[Any]
    ) -> dict[bytes, Share]:
        """By employer the average of each person's newest word, over the first three, six, nine … people."""
        said = (heard.c.firm, heard.c.person, value.label("said"), heard.c.recorded_at.label("at"))
        newest = sa.select(*said).ext(distinct_on(heard.c.firm, heard.c.person)).where(value.is_not(None))
        one = newest.order_by(heard.c.firm, heard.c.person, heard.c.recorded_at.desc()).subquery()
        place = sa.func.row_number().over(partition_by=one.c.firm, order_by=(one.c.at, one.c.person))
        people = sa.func.count().over(partition_by=one.c.firm)
        columns = (one.c.firm, one.c.said, place.label("place"), people.label("people"))
        placed = sa.select(*columns).subquery()
        told = placed.c.place <= placed.c.people - placed.c.people % FEWEST
        query = sa.select(placed.c.firm, sa.func.avg(placed.c.said), sa.func.count()).where(told)
        rows = connection.execute(query.group_by(placed.c.firm)).all()
        return {firm: Share(round(float(average), 2), number) for firm, average, number in rows}

    def _tellers(self, connection: sa.Connection, employer: bytes | None) -> dict[str, Fact]:
        """For each employer the fact that says what it is called; the name is read when it is shown."""
        heard = self._heard(employer)
        query = sa.select(heard.c.firm, heard.c.person, heard.c.told_by).ext(distinct_on(heard.c.firm))
        rows = connection.execute(query.order_by(heard.c.firm, heard.c.recorded_at)).all()
        return {row.firm.hex(): (row.person, row.told_by) for row in rows}

    def _named(
        self, connection: sa.Connection, some: Sequence[Employer], tellers: Mapping[str, Fact]
    ) -> list[Employer]:
        wanted = {one.id: tellers[one.id] for one in some if one.id in tellers}
        read = facts(self.store, connection, wanted.values())
        called = {firm: _name(read.get(event)) for firm, (_, event) in wanted.items()}
        return [one._replace(name=called.get(one.id)) for one in some]

    def _answers(self, connection: sa.Connection, employer: bytes) -> list[Event]:
        heard = self._heard(employer)
        many = connection.execute(sa.select(sa.func.count()).select_from(heard)).scalar_one()
        passed = max(-(-(many - MOST) // TOGETHER) * TOGETHER, 0)
        query = sa.select(heard.c.person, heard.c.event).order_by(heard.c.recorded_at, heard.c.event)
        rows = connection.execute(query.offset(passed)).all()
        read = facts(self.store, connection, [(row.person, row.event) for row in rows])
        return sorted(read.values(), key=lambda event: event.recorded_at)


def words(said: Iterable[Event]) -> Words:
    """What was said in answers, the oldest first, as far as enough people said something."""
    answers: dict[str, dict[str, str]] = {}
    for event in said:
        if isinstance(event.body, AnswersGiven):
            for question, answer in event.body.answers.items():
                theirs = answers.setdefault(question, {})
                theirs.pop(event.subject, None)
                theirs[event.subject] = answer
    told = {question: stepped(list(theirs.values())) for question, theirs in answers.items()}
    known = _counted(told.get("technologies", []))
    return Words(_sorted(told.get("went_well", [])), _sorted(told.get("fell_short", [])), known)


def stepped(said: Sequence[str]) -> Sequence[str]:
    """The first three, six, nine … of them."""
    return said[: len(said) // FEWEST * FEWEST]


def _sorted(said: Iterable[str]) -> list[str]:
    return sorted(said, key=str.casefold)


def _counted(lists: Iterable[str]) -> dict[str, int]:
    """The words that enough people named, the most frequent first."""
    found: dict[str, int] = {}
    for one in lists:
        for word in {part.strip().casefold() for part in one.split(",")}:
            found[word] = found.get(word, 0) + 1
    enough = {word: number for word, number in found.items() if number >= FEWEST}
    return dict(sorted(enough.items(), key=lambda each: (-each[1], each[0])))


def _name(event: Event | None) -> str | None:
    body = event.body if event else None
    found: str | None = getattr(body, "employer", None) or getattr(body, "client", None)
    return found


def _place(one: Employer) -> tuple[int, str]:
    return -one.people, one.id


def _cursor(one: Employer) -> str:
    return cursor_of(EmployerPlace(one.people, one.id))
