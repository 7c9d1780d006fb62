"""Takes web hooks in: stored first and committed, then decided on, many at a time."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256

from services.ingest import rowstore
from services.ingest.interpreter import Interpreter
from services.ingest.parts import Parts
from services.ingest.rowstore import Outcome, Row
from shared.clock import day_of
from shared.database import transaction
from shared.envelope import computed_id
from shared.settings import Settings

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
        id_ = computed_id("web hook", agency, feed, sha256(raw).hexdigest())
        return Row(id_, agency, feed, raw, now, day_of(now, self.settings.zone))

    def take(self, rows: Sequence[Row]) -> list[Outcome]:
        """Store and decide on these; the outcome of each, in their order.

        Raises `UnavailableError` when the database is away: what was stored by then is decided on later.
        """
        with transaction(self.parts.engine) as connection:
            rowstore.keep(connection, rows)
        self.probe("stored")
        outcomes = self.interpreter.interpret(rows)
        return [outcomes[row.id] for row in rows]
