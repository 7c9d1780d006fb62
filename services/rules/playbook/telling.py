"""Adopted playbooks reach people: who is met gets the newest one along, all others are told one by one."""

from collections.abc import Collection, Sequence

import sqlalchemy as sa

from services.rules.playbook.store import Adoption, newest
from services.rules.tables import adoptions, people
from shared.envelope import Event
from shared.outbox import Outbox

AT_ONCE = 1_000
"""People who are told in one transaction."""


def due(connection: sa.Connection, numbers: dict[tuple[str, str], int]) -> dict[tuple[str, str], Event]:
    """For people with the number of their playbook (0: none), the fact of the one that holds by now."""
    found = {agency: newest(connection, agency) for agency in {agency for agency, _ in numbers}}
    return {
        (agency, person): adoption.fact(person)
        for (agency, person), number in numbers.items()
        if (adoption := found[agency]) is not None and adoption.number > number
    }


def tell(connection: sa.Connection, outbox: Outbox) -> bool:
    """Tell the next people of the oldest adoption that not everybody was told of; whether there are more.

    One worker at a time goes on with an adoption. What it has told and how far it came is one commit.
    """
    waiting = (
        sa.select(adoptions)
        .where(~adoptions.c.told)
        .order_by(adoptions.c.agency, adoptions.c.number)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    row = connection.execute(waiting).one_or_none()
    if row is None:
        return False
    adoption = Adoption(*(getattr(row, name) for name in Adoption._fields))
    some = _next(connection, adoption.agency, row.told_to)
    outbox.append(connection, [adoption.fact(person) for person in some])
    _came_to(connection, adoption, some)
    return True


def _next(connection: sa.Connection, agency: str, after: str | None) -> Sequence[str]:
    """The next people by id; the erased ones keep a row without anything sealed, and are told nothing."""
    query = sa.select(people.c.person).where(people.c.agency == agency, people.c.sealed.is_not(None))
    if after is not None:
        query = query.where(people.c.person > after)
    return connection.execute(query.order_by(people.c.person).limit(AT_ONCE)).scalars().all()


def _came_to(connection: sa.Connection, adoption: Adoption, some: Collection[str]) -> None:
    how = {"told_to": max(some), "told": False} if some else {"told": True}
    same = (adoptions.c.agency == adoption.agency, adoptions.c.number == adoption.number)
    connection.execute(sa.update(adoptions).where(*same).values(**how))
