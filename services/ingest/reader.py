"""Rows become readings; what cannot be read comes with the reason."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, tzinfo
from hashlib import sha256
from typing import NamedTuple

from services.ingest import rawrow
from services.ingest.identity.directory import Indexed
from services.ingest.reading import (
    Feed,
    FileFeed,
    Keys,
    Merge,
    Notice,
    Reading,
    Silence,
    Source,
    WebhookFeed,
    files_of,
)
from services.ingest.rowstore import Row
from shared.employers import KNOWN, Employers
from shared.errors import UnreadableError
from shared.vault import Vault

NOBODY = Indexed(())


class Read(NamedTuple):
    """A row and what it says."""

    row: Row
    reading: Reading | UnreadableError
    keys: Indexed = NOBODY
    into: Indexed = NOBODY
    """Of a merge: who goes on."""


@dataclass(frozen=True)
class Reader:
    """Reads rows of all feeds, and hides their keys."""

    feeds: Mapping[str, Feed]
    vault: Vault
    zone: tzinfo = UTC

    def read(self, rows: Iterable[Row], employers: Employers = KNOWN) -> list[Read]:
        """Each row's reading, by what the agency says of employers. What no feed foresees is raised."""
        return [self._read(row, employers) for row in rows]

    def mentioned(self, row: Row) -> Indexed:
        """The keys of whom an unreadable row seems to speak."""
        try:
            return self._indexed(row, self._mentions(row))
        except UnreadableError:
            return NOBODY

    def thing(self, row: Row) -> bytes:
        """What a file's row is about, hidden: the same for a row of a later file that tells it anew."""
        feed = self._feed(row)
        try:
            found = rawrow.thing(feed, row.raw) if isinstance(feed, FileFeed) else row.id
        except UnreadableError:
            found = sha256(row.raw).hexdigest()
        return self.vault.blind_index(row.agency, f"row of {row.feed}: {found}")

    def _mentions(self, row: Row) -> Keys:
        match self._feed(row):
            case WebhookFeed() as feed:
                found = feed.mentions(row.raw)
                return Keys((found,) if found else ())
            case FileFeed() as feed:
                return rawrow.mentioned(feed, row.raw)
            case None:
                return Keys(())

    def _read(self, row: Row, employers: Employers) -> Read:
        try:
            reading = self._reading(row, employers)
        except UnreadableError as error:
            return Read(row, error, self.mentioned(row))
        if isinstance(reading, Notice | Silence):
            return Read(row, reading)
        into = Keys((reading.into,)) if isinstance(reading, Merge) else Keys(())
        return Read(row, reading, self._indexed(row, reading.keys), self._indexed(row, into))

    def _reading(self, row: Row, employers: Employers) -> Reading:
        feed = self._feed(row)
        if feed is None:
            raise UnreadableError(f"expected a feed of this installation, found {row.feed}")
        digest = sha256(row.raw).hexdigest()
        source = Source(row.agency, digest, row.received_at, row.as_of, self.zone, employers)
        if isinstance(feed, WebhookFeed):
            return feed.read(row.raw, source)
        return rawrow.read(feed, row.raw, source)

    def _feed(self, row: Row) -> Feed | None:
        """How a row is read: some vendors call and send files as well."""
        found = self.feeds.get(row.feed)
        return found if row.import_ is None else files_of(found)

    def _indexed(self, row: Row, keys: Keys) -> Indexed:
        return Indexed(
            tuple(self.vault.blind_index(row.agency, key) for key in keys.own),
            tuple(self.vault.blind_index(row.agency, key) for key in keys.also),
        )
