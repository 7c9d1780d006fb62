"""What ingest does beside its requests: files, what a crash left, what is to be tried again."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa

from services.ingest import discards, rowstore
from services.ingest.identity.looking import Looking
from services.ingest.importer import Importer
from services.ingest.interpreter import Interpreter
from services.ingest.parts import Parts
from services.ingest.reading import files_of
from services.ingest.tables import common, imports
from services.ingest.uploads import Uploads
from shared import telemetry
from shared.database import transaction
from shared.errors import UnavailableError
from shared.parked import State as ParkedState

BEAT_S = 0.25
"""How long new work may wait at most, while nothing else is done."""
PAUSE_S = 1.0
AT_ONCE = 200
RELIEF = 20
"""After so many times in time, twice as much is taken at once again."""


@dataclass
class Chores:
    """One round after the other."""

    parts: Parts
    interpreter: Interpreter
    importer: Importer
    uploads: Uploads
    looking: Looking
    kept: timedelta
    """For how long refused files and rows are kept that are nobody's."""
    _looked_on: date | None = None
    _at_once: int = AT_ONCE
    _in_time: int = 0

    def run(self, stop: threading.Event) -> None:
        """Work until `stop` is set; a database that is away is waited for."""
        log = telemetry.logger(part="chores")
        while not stop.is_set():
            try:
                pause = 0.0 if self.round(stop) else BEAT_S
            except UnavailableError as error:
                log.warning("waiting", reason=str(error))
                pause = PAUSE_S
            stop.wait(pause)

    def round(self, stop: threading.Event) -> bool:
        """Each kind of work once; True when there was any."""
        self.take_up_requests()
        self.give_up_old()
        left = self.take_up_left()
        read = self.importer.step(stop)
        return self.looking.step() > 0 or read or left > 0

    def take_up_requests(self) -> None:
        """Have read again, or give up, what operators asked for; records of the log are the consumer's."""
        with transaction(self.parts.engine) as connection:
            retried = _requested(connection, ParkedState.RETRYING)
            if retried:
                rowstore.read_again(connection, retried)
            files = _failed(connection, retried)
            if discarded := _requested(connection, ParkedState.DISCARDING):
                discards.give_up(connection, self.parts, discarded)
        for file, name in files:
            if feed := files_of(self.importer.feeds.get(name)):
                self.uploads.read_again(feed, file)

    def take_up_left(self) -> int:
        """Decide on what a crash left, or what took too long together: then fewer at a time, down to one."""
        try:
            found = self.interpreter.left(self._at_once)
        except UnavailableError:
            self._at_once, self._in_time = max(1, self._at_once // 8), 0
            raise
        self._in_time += 1
        if self._in_time % RELIEF == 0:
            self._at_once = min(AT_ONCE, self._at_once * 2)
        return found

    def give_up_old(self) -> None:
        """Once a day, give up what nobody has asked for in a long time."""
        now = self.parts.clock.now()
        if self._looked_on == now.date():
            return
        with transaction(self.parts.engine) as connection:
            more = discards.give_up_old(connection, self.parts, now - self.kept, AT_ONCE)
        self._looked_on = None if more else now.date()


def _requested(connection: sa.Connection, what: ParkedState) -> Sequence[str]:
    table = common.quarantine
    query = sa.select(table.c.id).where(table.c.state == what, table.c.topic.is_(None))
    return connection.execute(query.limit(AT_ONCE)).scalars().all()


def _failed(connection: sa.Connection, ids: Sequence[str]) -> list[tuple[str, str]]:
    """The refused files among these, each with the name of its feed."""
    query = sa.select(imports.c.id, imports.c.feed).where(imports.c.id.in_(ids), imports.c.state == "failed")
    return [(row.id, row.feed) for row in connection.execute(query)] if ids else []
