"""Reads and writes what is kept of people."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from services.matching.profile import Note, Noted, Profile, Seat
from services.matching.tables import gone, interests, notes, pairs, referrals, retractions, seats, thanks
from shared.envelope import Event, moment

KEPT = (notes, retractions, seats, interests, pairs, thanks, referrals)


def is_of(table: sa.Table, agency: str, people: Collection[str]) -> sa.ColumnElement[bool]:
    """Whether a row is about one of these people."""
    wanted = sa.cast(sorted(people), sa.ARRAY(sa.Uuid(as_uuid=False)))
    return (table.c.agency == agency) & (table.c.person == sa.any_(wanted))


def present(connection: sa.Connection, agency: str, people: Iterable[str]) -> set[str]:
    """Those of these people who are neither absorbed nor erased."""
    wanted = set(people)
    left = connection.execute(sa.select(gone.c.person).where(is_of(gone, agency, wanted)))
    return wanted - set(left.scalars())


def forget(connection: sa.Connection, agency: str, people: Collection[str]) -> list[str]:
    """Drop all that is kept of people, but that they are gone; the jobs and resources that matched them."""
    if not people:
        return []
    freed = connection.execute(
        sa.select(pairs.c.subject).where(is_of(pairs, agency, people), pairs.c.standing)
    )
    subjects = list(freed.scalars())
    for table in KEPT:
        connection.execute(sa.delete(table).where(is_of(table, agency, people)))
    rows = [{"agency": agency, "person": person} for person in sorted(people)]
    connection.execute(insert(gone).on_conflict_do_nothing(), rows)
    return subjects


def note(connection: sa.Connection, noted: Sequence[tuple[Event, Note]]) -> None:
    """Keep what facts say; a fact that is known already changes nothing."""
    rows = [
        {
            "agency": event.agency,
            "person": event.subject,
            "fact": event.id,
            "occurred": event.occurred,
            "recorded_at": moment(event.recorded_at),
            "kind": event.type,
            "note": msgspec.msgpack.encode(said),
        }
        for event, said in noted
    ]
    if rows:
        connection.execute(insert(notes).on_conflict_do_nothing(), rows)


def retract(connection: sa.Connection, agency: str, said: Sequence[tuple[str, str]]) -> None:
    """Keep which facts of whom do not hold."""
    rows = [{"agency": agency, "person": person, "fact": fact} for person, fact in said]
    if rows:
        connection.execute(insert(retractions).on_conflict_do_nothing(), rows)


def noted(connection: sa.Connection, agency: str, people: Collection[str]) -> dict[str, list[Noted]]:
    """What holds of these people, without what was retracted."""
    held = ~sa.exists().where(retractions.c.person == notes.c.person, retractions.c.fact == notes.c.fact)
    found: dict[str, list[Noted]] = defaultdict(list)
    for row in connection.execute(sa.select(notes).where(is_of(notes, agency, people), held)):
        said = msgspec.msgpack.decode(row.note, type=Note)
        found[row.person].append(Noted(row.occurred, row.recorded_at, row.fact, row.kind, said))
    return found


def seat(connection: sa.Connection, agency: str, profiles: Mapping[str, Profile]) -> None:
    """Put people where their profiles say, and nowhere else."""
    for table in (seats, interests, referrals):
        connection.execute(sa.delete(table).where(is_of(table, agency, profiles)))
    each = [(person, profile) for person, profile in profiles.items()]
    _put(connection, seats, agency, [(who, one._asdict()) for who, found in each for one in found.seats])
    topics = [(who, {"topic": topic}) for who, found in each for topic in sorted(found.interests)]
    _put(connection, interests, agency, topics)
    told = [(who, {"referred": one.referred}) for who, found in each for one in found.referrals]
    _put(connection, referrals, agency, told)


def _put(
    connection: sa.Connection, table: sa.Table, agency: str, rows: Sequence[tuple[str, Mapping[str, object]]]
) -> None:
    if rows:
        values = [{"agency": agency, "person": person, **row} for person, row in rows]
        connection.execute(insert(table).on_conflict_do_nothing(), values)


def seated(connection: sa.Connection, agency: str, people: Collection[str]) -> dict[str, list[Seat]]:
    """Where these people are."""
    found: dict[str, list[Seat]] = defaultdict(list)
    for row in connection.execute(sa.select(seats).where(is_of(seats, agency, people))):
        found[row.person].append(seat_of(row))
    return found


def seat_of(row: sa.Row[tuple[object, ...]]) -> Seat:
    """A seat, from a row with its columns."""
    hidden = (tuple(row.words), tuple(row.places))
    return Seat(row.kind, row.field, row.seniority, *hidden, row.pay_from, row.currency)


def referrers(connection: sa.Connection, agency: str, referred: Collection[str]) -> set[str]:
    """Who told us of these people."""
    wanted = (referrals.c.agency == agency) & referrals.c.referred.in_(sorted(referred))
    return set(connection.execute(sa.select(referrals.c.person).where(wanted)).scalars())
