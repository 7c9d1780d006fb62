"""Takes web hooks in: stored first and committed, then decided on, many at a time."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256

from services.ingest import rowstore
from services.ingest.interpreter import Interpreter
from services.ingest.parts import Parts
from services.ingest.reading import WebhookFeed
from services.ingest.rowstore import Outcome, Row
from shared.clock import day_of
from shared.database import transaction
from shared.envelope import computed_id
from shared.settings import Settings

Taken = Outcome | None
"""What became of a web hook; `None` when what its signature covers was taken before, under another body."""
Probe = Callable[[str], None]
"""Called at the point `stored`, between the two transactions; a test fails there on purpose."""


@dataclass
class Webhooks:
    """The way in for web hooks."""

    parts: Parts
    settings: Settings
    interpreter: Interpreter
    probe: Probe = lambda _point: None

    def row(self, feed: str, raw: bytes) -> Row:
        """The row of a payload; the same bytes are the same row, so that a repeat changes nothing."""
        now, agency = self.parts.clock.now(), self.parts.agency
        id_ = computed_id("web hook", agency, feed, sha256(self._covered(feed)(raw)).hexdigest())
        return Row(id_, agency, feed, raw, now, day_of(now, self.settings.zone))

    def take(self, rows: Sequence[Row]) -> list[Taken]:
        """Store and decide on these; what became of each, in their order.

        Raises `UnavailableError` when the database is away: what was stored by then is decided on later.
        """
        with transaction(self.parts.engine) as connection:
            rowstore.keep(connection, rows)
            partly = [row for row in rows if self._covered(row.feed) is not _whole]
            refused = set(rowstore.others(connection, partly))
        self.probe("stored")
        outcomes = self.interpreter.interpret([row for row in rows if row not in refused])
        return [None if row in refused else outcomes[row.id] for row in rows]

    def _covered(self, feed: str) -> Callable[[bytes], bytes]:
        found = self.parts.reader.feeds.get(feed)
        return found.covered or _whole if isinstance(found, WebhookFeed) else _whole


def _whole(raw: bytes) -> bytes:
    return raw
