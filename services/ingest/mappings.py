"""What an agency said of the headings in its files: saved once, used by every file that comes afterwards."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from services.ingest.files.columns import Meanings, plain
from services.ingest.files.headings import MOST_COLUMNS
from services.ingest.reading import FileFeed
from services.ingest.tables import mappings
from shared.errors import UnreadableError

LONGEST_HEADING = 200
"""Characters."""


class Saved(NamedTuple):
    """What an agency saved."""

    columns: dict[str, str | None]
    at: datetime


def checked(feed: FileFeed, columns: Meanings) -> dict[str, str | None]:
    """The same, in the order of the feed's columns; `UnreadableError` names the heading that is wrong."""
    if not 0 < len(columns) <= MOST_COLUMNS:
        raise UnreadableError(f"expected 1 to {MOST_COLUMNS} headings, found {len(columns)}", field="columns")
    meant: dict[str, str] = {}
    headings: dict[str, str] = {}
    for heading, column in columns.items():
        for problem in _problems(feed, heading, column):
            raise UnreadableError(problem, field=f"columns.{heading[:LONGEST_HEADING]}")
        _once(headings, plain(heading), heading, "expected each heading once, found it as {!r} too")
        if column is not None:
            _once(meant, column, heading, f"expected one heading for {column}, found {{!r}} too")
    return in_order(feed, columns)


def in_order(feed: FileFeed, columns: Meanings) -> dict[str, str | None]:
    """The same in the order of the feed's columns, what is not read last."""
    order = {column: place for place, column in enumerate(feed.columns)}
    return dict(sorted(columns.items(), key=lambda each: (order.get(each[1] or "", len(order)), each[0])))


def _problems(feed: FileFeed, heading: str, column: str | None) -> Iterator[str]:
    if not heading.strip() or len(heading) > LONGEST_HEADING or not heading.isprintable():
        yield f"expected a heading of 1 to {LONGEST_HEADING} printable characters, found another"
    if column is not None and column not in feed.columns:
        yield f"expected a column of {feed.name}, which are {', '.join(feed.columns)}; found {column!r}"


def _once(seen: dict[str, str], what: str, heading: str, complaint: str) -> None:
    """Remember `what`; `UnreadableError` when it was there before."""
    if what in seen:
        raise UnreadableError(complaint.format(seen[what]), field=f"columns.{heading}")
    seen[what] = heading


def saved(connection: sa.Connection, agency: str, feed: str) -> Saved | None:
    """What is saved for a feed, if anything."""
    mine = (mappings.c.agency == agency) & (mappings.c.feed == feed)
    found = connection.execute(sa.select(mappings.c["columns"], mappings.c.saved_at).where(mine)).first()
    return Saved(*found) if found else None


def of(connection: sa.Connection, agency: str, feed: str) -> Meanings:
    """What headings mean now; nothing where nothing is saved."""
    found = saved(connection, agency, feed)
    return found.columns if found else {}


def save(connection: sa.Connection, agency: str, feed: str, now: Saved) -> None:
    """Save it in the place of what was saved before; files that came before keep what they came with."""
    values = {"agency": agency, "feed": feed, "columns": now.columns, "saved_at": now.at}
    statement = insert(mappings).values(values)
    changed = {"columns": now.columns, "saved_at": now.at}
    connection.execute(statement.on_conflict_do_update(constraint=mappings.primary_key, set_=changed))


def forget(connection: sa.Connection, agency: str, feed: str) -> None:
    """Headings mean what they say again."""
    mine = (mappings.c.agency == agency) & (mappings.c.feed == feed)
    connection.execute(sa.delete(mappings).where(mine))
