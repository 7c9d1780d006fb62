"""Archives: each file in one that is understood is an import of its own. Here stands which came together."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
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
    """Store a file, or each file of an archive that is understood: all of them or none.

    An archive is refused when all its files are. Raises `UnreadableError`, with nothing stored, when it is
    none that can be read: no later program could, and much in it is nobody's business. `UnavailableError`,
    with nothing stored, when the database is away.
    """
    if feed.entry is None:
        return uploads.receive(feed, file)
    if not archive.is_one(file.content):
        return uploads.receive(_of(feed, file), file)
    return _receive(uploads, feed, file)


@contextmanager
def first(feed: FileFeed, file: File, most: int) -> Iterator[tuple[FileFeed, File]]:
    """A file with the feed it is of; of an archive its first file that is understood.

    Raises `UnreadableError` as `receive` does; `most`: how many bytes may be unpacked.
    """
    if feed.entry is None or not archive.is_one(file.content):
        yield _of(feed, file), file
        return
    with archive.opened(file.content, _wanted(feed), most) as found:
        entry = found.entries[0]
        inside = File(entry.content, entry.name, file.day)
        yield _of(feed, inside), inside


def find(connection: sa.Connection, agency: str, id_: str) -> Kept | None:
    """The archive of this id, if it is one."""
    mine = sa.select(archives).where(archives.c.id == id_, archives.c.agency == agency)
    found = connection.execute(mine).mappings().one_or_none()
    if found is None:
        return None
    query = sa.select(archive_files.c.name, archive_files.c["import"]).where(archive_files.c.archive == id_)
    files = [(row[0], row[1]) for row in connection.execute(query.order_by(archive_files.c.number))]
    return Kept(found["feed"], found["name"], found["not_read"], files)


def _receive(uploads: Uploads, feed: FileFeed, file: File) -> Received:
    with archive.opened(file.content, _wanted(feed), uploads.settings.file_bytes) as found:
        files = [File(each.content, each.name, file.day) for each in found.entries]
        seen = [uploads.look(_of(feed, one), one) for one in files]
        with transaction(uploads.parts.engine) as connection:
            received = [uploads.keep(connection, one) for one in seen]
            id_ = _keep(connection, uploads, feed, naming.safe(file.name), found.not_read)
            _link(
                connection, id_, [(each.name, one) for each, one in zip(found.entries, received, strict=True)]
            )
    good = any(one.refused is None for one in received)
    return Received(id_, None if good else received[0].refused, any(one.kept for one in received))


def _wanted(feed: FileFeed) -> list[str]:
    return [kind.entry for kind in (feed, *feed.also) if kind.entry]


def _of(feed: FileFeed, file: File) -> FileFeed:
    """Which of the feeds of an archive a file is of, by its name, also where a browser numbered it."""
    name = re.sub(r"[ _.()0-9-]*\.(csv|xlsx)$", ".csv", (file.name or "").casefold())
    return next((one for one in feed.also if one.entry and one.entry.casefold() == name), feed)


def _keep(
    connection: sa.Connection, uploads: Uploads, feed: FileFeed, name: str, not_read: Sequence[str]
) -> str:
    row = {"id": str(uuid4()), "agency": uploads.parts.agency, "feed": feed.name, "name": name}
    connection.execute(sa.insert(archives).values(row | {"not_read": list(not_read)}))
    return row["id"]


def _link(connection: sa.Connection, id_: str, received: Sequence[tuple[str, Received]]) -> None:
    rows = [
        {"archive": id_, "number": number, "name": name, "import": one.id}
        for number, (name, one) in enumerate(received)
    ]
    connection.execute(sa.insert(archive_files), rows)
