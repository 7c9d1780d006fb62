"""Archives: each file in one that is understood is an import of its own. Here stands which came together."""

import re
from collections.abc import Sequence
from typing import NamedTuple
from uuid import uuid4

import sqlalchemy as sa

from services.ingest.files import archive, naming
from services.ingest.reading import FileFeed
from services.ingest.tables import archive_files, archives
from services.ingest.uploads import File, Received, Uploads
from shared.database import transaction


class Kept(NamedTuple):
    """What is known of an archive."""

    feed: str
    name: str
    not_read: list[str]
    """Files in it that are not understood."""
    files: list[tuple[str, str]]
    """The name of each other file, and its import."""


def receive(uploads: Uploads, feed: FileFeed, file: File) -> Received:
    """Store a file, or each file of an archive that is understood; an archive is refused when they all are.

    Raises `UnreadableError`, with nothing stored, when the archive is none that can be read: no later program
    could, and much in it is nobody's business. `UnavailableError` when the database is away: what was stored
    of the archive by then is known when it comes again.
    """
    if feed.entry is None:
        return uploads.receive(feed, file)
    if not archive.is_one(file.content):
        return uploads.receive(_of(feed, file), file)
    name = naming.safe(file.name)
    said = file.exported_on or naming.day_in(name)
    wanted = [kind.entry for kind in (feed, *feed.also) if kind.entry]
    with archive.opened(file.content, wanted, uploads.settings.file_bytes) as found:
        files = [File(each.content, each.name, said) for each in found.entries]
        received = [(one.name or "", uploads.receive(_of(feed, one), one)) for one in files]
    return _together(uploads, Kept(feed.name, name, found.not_read, []), received)


def find(connection: sa.Connection, agency: str, id_: str) -> Kept | None:
    """The archive of this id, if it is one."""
    mine = sa.select(archives).where(archives.c.id == id_, archives.c.agency == agency)
    found = connection.execute(mine).mappings().one_or_none()
    if found is None:
        return None
    query = sa.select(archive_files.c.name, archive_files.c["import"]).where(archive_files.c.archive == id_)
    files = [(row[0], row[1]) for row in connection.execute(query.order_by(archive_files.c.number))]
    return Kept(found["feed"], found["name"], found["not_read"], files)


def _together(uploads: Uploads, kept: Kept, received: Sequence[tuple[str, Received]]) -> Received:
    id_ = str(uuid4())
    row = {"id": id_, "agency": uploads.parts.agency, "feed": kept.feed, "name": kept.name}
    with transaction(uploads.parts.engine) as connection:
        connection.execute(sa.insert(archives).values(row | {"not_read": kept.not_read}))
        _link(connection, id_, received)
    good = any(one.refused is None for _, one in received)
    return Received(id_, None if good else received[0][1].refused, any(one.kept for _, one in received))


def _of(feed: FileFeed, file: File) -> FileFeed:
    """Which of the feeds of an archive a file is of, by its name, also where a browser numbered it."""
    name = re.sub(r"[ _.()0-9-]*\.csv$", ".csv", (file.name or "").casefold())
    return next((one for one in feed.also if one.entry and one.entry.casefold() == name), feed)


def _link(connection: sa.Connection, id_: str, received: Sequence[tuple[str, Received]]) -> None:
    rows = [
        {"archive": id_, "number": number, "name": name, "import": one.id}
        for number, (name, one) in enumerate(received)
    ]
    connection.execute(sa.insert(archive_files), rows)
