"""Reads and writes what the calendar keeps, for some people at once."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from services.calendar.announcements import Announced, Due
from services.calendar.placements import DateFact
from services.calendar.tables import announced, facts, people, retractions, reviews

Person = tuple[str, str]
"""Agency and person."""

KEPT = (people, facts, retractions, announced, reviews)


def remember_facts(connection: sa.Connection, rows: Sequence[Mapping[str, object]]) -> None:
    """Keep what facts say of placements; a fact that is known already changes nothing."""
    if rows:
        connection.execute(insert(facts).on_conflict_do_nothing(), rows)


def remember_retractions(connection: sa.Connection, rows: Sequence[Mapping[str, object]]) -> None:
    """Keep which facts do not hold."""
    if rows:
        connection.execute(insert(retractions).on_conflict_do_nothing(), rows)


def remember_reviews(connection: sa.Connection, rows: Sequence[Mapping[str, object]]) -> None:
    """Keep on which day plans want to be looked at again; of one plan the highest revision holds."""
    if rows:
        wanted = insert(reviews)
        newest = {"revision": wanted.excluded.revision, "on": wanted.excluded["on"]}
        later = reviews.c.revision < wanted.excluded.revision
        keys = ("agency", "person")
        connection.execute(wanted.on_conflict_do_update(index_elements=keys, set_=newest, where=later), rows)


def forget(connection: sa.Connection, person: Person) -> None:
    """Drop all that is kept of a person, but that they are gone."""
    for table in KEPT:
        connection.execute(table.delete().where(_is(table, [person])))
    gone = dict(zip(("agency", "person"), person, strict=True)) | {"gone": True}
    connection.execute(insert(people).values(gone).on_conflict_do_nothing())


def present(connection: sa.Connection, some: Iterable[Person]) -> list[Person]:
    """Those of these people who are neither absorbed nor erased, in order."""
    wanted = sorted(set(some))
    rows = connection.execute(
        sa.select(people.c.agency, people.c.person).where(_is(people, wanted), people.c.gone)
    )
    gone = {(row.agency, row.person) for row in rows}
    return [each for each in wanted if each not in gone]


def date_facts(connection: sa.Connection, some: Sequence[Person]) -> dict[Person, list[DateFact]]:
    """What holds of these people's placements, without what was retracted."""
    same = (retractions.c[name] == facts.c[name] for name in ("agency", "person", "fact"))
    held = ~sa.exists().where(*same)
    found: dict[Person, list[DateFact]] = defaultdict(list)
    for row in connection.execute(sa.select(facts).where(_is(facts, some), held)):
        values = (row.occurred, row.recorded_at, row.fact, row.placement, row.kind)
        dates = (row.starts, row.ends, row.employment, row.employer, row.exact)
        found[row.agency, row.person].append(DateFact(*values, *dates))
    return found


def announcements(connection: sa.Connection, some: Sequence[Person]) -> dict[Person, list[Announced]]:
    """What was announced of these people."""
    found: dict[Person, list[Announced]] = defaultdict(list)
    for row in connection.execute(sa.select(announced).where(_is(announced, some))):
        due = Due(row.placement, row.years, row.occurs_on, row.milestone)
        found[row.agency, row.person].append(Announced(due, row.fact, row.retracted))
    return found


def write_announcements(
    connection: sa.Connection, said: Sequence[tuple[Person, Announced]], *, retracted: bool
) -> None:
    """Keep what was announced, or taken back."""
    rows = [
        {
            "agency": person[0],
            "person": person[1],
            "fact": each.fact,
            "retracted": retracted,
            **each.due._asdict(),
        }
        for person, each in said
    ]
    if rows:
        wanted = insert(announced)
        keys = ("agency", "person", "fact")
        connection.execute(
            wanted.on_conflict_do_update(index_elements=keys, set_={"retracted": retracted}), rows
        )


def write_days(connection: sa.Connection, days: Mapping[Person, date | None]) -> None:
    """Keep on which day each person is to be looked at again."""
    if days:
        rows = [
            {"agency": agency, "person": person, "look_again_on": on} for (agency, person), on in days.items()
        ]
        wanted = insert(people)
        set_ = {"look_again_on": wanted.excluded.look_again_on}
        connection.execute(wanted.on_conflict_do_update(index_elements=("agency", "person"), set_=set_), rows)


def due(connection: sa.Connection, today: date, at_most: int) -> list[Person]:
    """People of whom time alone brings an announcement by `today`, the longest waiting first."""
    wanted = people.c.look_again_on <= today
    rows = sa.select(people.c.agency, people.c.person).where(wanted, ~people.c.gone)
    found = connection.execute(rows.order_by(people.c.look_again_on).limit(at_most))
    return [(row.agency, row.person) for row in found]


def reviewable(connection: sa.Connection, today: date, at_most: int) -> list[Person]:
    """People whose plans are to be looked at again by `today`, the longest waiting first; locks nothing."""
    rows = sa.select(reviews.c.agency, reviews.c.person).where(reviews.c.on <= today)
    found = connection.execute(rows.order_by(reviews.c.on).limit(at_most))
    return [(row.agency, row.person) for row in found]


def take_reviews(
    connection: sa.Connection, some: Sequence[Person], today: date
) -> list[tuple[Person, date, int]]:
    """Take what is to be looked at by `today` of these people, who are locked: person, day and revision.

    Each is given once; what became of it before the lock was ours counts.
    """
    wanted = sa.select(reviews).where(_is(reviews, some), reviews.c.on <= today)
    rows = connection.execute(wanted.with_for_update()).all()
    taken = [(row.agency, row.person) for row in rows]
    if taken:
        connection.execute(reviews.update().where(_is(reviews, taken)).values({"on": None}))
    return [((row.agency, row.person), row.on, row.revision) for row in rows]


def _is(table: sa.Table, some: Sequence[Person]) -> sa.ColumnElement[bool]:
    return sa.tuple_(table.c.agency, table.c.person).in_(some)
