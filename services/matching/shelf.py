"""Reads and writes what is kept of the market."""

from collections.abc import Collection, Iterable
from datetime import date

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from services.matching.item import Content, Item
from services.matching.tables import items, topics
from services.matching.words import Hide, plain
from shared.facts.market import JobOpened, ResourcePublished

_BODIES: dict[str, type[Content]] = {"job": JobOpened, "resource": ResourcePublished}


def load(connection: sa.Connection, agency: str, subjects: Collection[str]) -> dict[str, Item]:
    """What is known of these jobs and resources."""
    return _found(connection, (items.c.agency == agency) & items.c.subject.in_(sorted(subjects)))


def open_in(connection: sa.Connection, agency: str, fields: Collection[str]) -> dict[str, Item]:
    """The jobs of these fields that are open."""
    return _found(connection, (items.c.agency == agency) & items.c.field.in_(sorted(fields)) & items.c.open)


def store(connection: sa.Connection, agency: str, some: Iterable[Item], today: date, hide: Hide) -> None:
    """Keep what is known now."""
    known = sorted(some)
    if not known:
        return
    new = insert(items)
    values = {name: new.excluded[name] for name in ("opened", "closed", "content", "until", "field", "open")}
    connection.execute(
        new.on_conflict_do_update(constraint=items.primary_key, set_=values),
        [_row(agency, item, today) for item in known],
    )
    _file(connection, agency, [item for item in known if item.family == "resource"], today, hide)


def over(connection: sa.Connection, today: date, at_most: int) -> list[tuple[str, str]]:
    """Agency and id of what time alone has closed, the longest first."""
    late = sa.select(items.c.agency, items.c.subject).where(items.c.open, items.c.until < today)
    rows = connection.execute(late.order_by(items.c.until, items.c.subject).limit(at_most))
    return [(row.agency, row.subject) for row in rows]


def about(resource: ResourcePublished, hide: Hide) -> dict[int, str]:
    """A resource's topics, hidden, and as it puts them."""
    return {hide(plain(topic)): topic for topic in reversed(resource.topics)}


def _found(connection: sa.Connection, wanted: sa.ColumnElement[bool]) -> dict[str, Item]:
    rows = connection.execute(sa.select(items).where(wanted))
    return {row.subject: _item(row) for row in rows}


def _item(row: sa.Row[tuple[object, ...]]) -> Item:
    content = msgspec.json.decode(row.content, type=_BODIES[row.family]) if row.content else None
    return Item(row.subject, row.family, row.opened, row.closed, content)


def _row(agency: str, item: Item, today: date) -> dict[str, object]:
    content = msgspec.json.encode(item.content) if item.content else None
    kept = item._asdict() | {"content": content, "agency": agency}
    return kept | {"until": item.until, "field": item.field, "open": item.open_on(today)}


def _file(connection: sa.Connection, agency: str, some: list[Item], today: date, hide: Hide) -> None:
    """Put resources that are to be had under their topics, and no others."""
    here = (topics.c.agency == agency) & topics.c.subject.in_([item.subject for item in some])
    connection.execute(sa.delete(topics).where(here))
    rows = [
        {"agency": agency, "subject": item.subject, "topic": topic}
        for item in some
        if item.open_on(today) and isinstance(item.content, ResourcePublished)
        for topic in about(item.content, hide)
    ]
    if rows:
        connection.execute(sa.insert(topics), rows)
