"""What an agency says of employers that go on under another name; it holds for what is read from then on."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from services.ingest.tables import employers
from shared.employers import KNOWN, Employers, plain_employer
from shared.errors import UnreadableError

MOST = 2_000
"""Names together."""
LONGEST = 200
"""Characters of a name."""
Names = Mapping[str, Sequence[str]]
"""Today's name of an employer, and those it had before or that it took in."""


class Saved(NamedTuple):
    """What an agency saved."""

    told: dict[str, list[str]]
    at: datetime | None


def of(connection: sa.Connection, agency: str) -> Employers:
    """What holds now; what everybody knows where nothing is saved."""
    found = saved(connection, agency)
    return Employers(found.told) if found.told else KNOWN


def saved(connection: sa.Connection, agency: str) -> Saved:
    """What is saved, if anything."""
    query = sa.select(employers.c.told, employers.c.saved_at).where(employers.c.agency == agency)
    found = connection.execute(query).first()
    return Saved(*found) if found else Saved({}, None)


def save(connection: sa.Connection, agency: str, told: Names, at: datetime) -> Saved:
    """Save it in the place of what was saved before; `UnreadableError` names the employer that is wrong."""
    for now, problem in _problems(told):
        raise UnreadableError(problem, field=f"employers.{now[:LONGEST]}")
    kept = {now.strip(): [name.strip() for name in before] for now, before in sorted(told.items())}
    values = {"agency": agency, "told": kept, "saved_at": at}
    statement = insert(employers).values(values)
    changed = {"told": kept, "saved_at": at}
    connection.execute(statement.on_conflict_do_update(constraint=employers.primary_key, set_=changed))
    return Saved(kept, at)


def _problems(told: Names) -> Iterator[tuple[str, str]]:
    seen: dict[str, str] = {}
    if (names := sum(1 + len(before) for before in told.values())) > MOST:
        yield "", f"expected at most {MOST} names, found {names}"
    for now, before in told.items():
        for name in (now, *before):
            if not name.strip() or len(name) > LONGEST or not name.isprintable():
                yield now, f"expected names of 1 to {LONGEST} printable characters, found another"
        for name in before:
            known = seen.setdefault(plain_employer(name), now)
            if known != now:
                yield now, f"expected each earlier name once, found {name!r} of {known!r} too"
