"""Backtests asked for over HTTP: one at a time for an agency, each in the background, its report kept."""

import threading
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from typing import NamedTuple
from uuid import uuid4

import msgspec
import sqlalchemy as sa

from services.rules.backtest.counts import Span
from services.rules.backtest.request import backtest
from services.rules.playbook import Playbook
from services.rules.playbook.writing import written
from services.rules.tables import backtests
from shared import telemetry
from shared.database import available, transaction
from shared.errors import AfterhireError, ConflictError, NotFoundError, UnavailableError
from shared.settings import Settings

KEPT = 50
"""Backtests of an agency that are kept; older ones go."""
PROCESSES = 2
"""Beside the process that answers: playing histories must not keep callers waiting."""
BROKEN_OFF = "the service ended before the backtest did; ask for it again"
FAILED = "something unforeseen happened; the service's log says what"
_ENCODE = msgspec.json.Encoder().encode


class Asked(NamedTuple):
    """One backtest, as far as it is."""

    id: str
    asked_at: datetime
    first: date
    last: date
    done: int
    """People played so far."""
    people: int | None
    """About how many there are; `None` before that is known."""
    finished: bool
    reason: str | None
    """Why it found nothing, and will not."""


@dataclass(frozen=True)
class Backtests:
    """Runs the backtests of one agency.

    While one runs, its process holds a lock of the database's. Where a backtest is neither finished nor
    locked, its process is gone.
    """

    settings: Settings
    engine: sa.Engine
    stopping: threading.Event = field(default_factory=threading.Event)
    """Set when the process is about to end: what runs is given up."""

    def ask(self, playbook: Playbook, span: Span) -> str:
        """Begin to compare a playbook with the one in force; the id to ask for it by.

        Raises `ConflictError` while another one runs, `UnavailableError` when the database is away.
        """
        guard = self._guard()
        try:
            self._take(guard)
            id_ = self._begin(playbook, span)
            threading.Thread(target=self._run, args=(guard, id_, playbook, span), daemon=True).start()
        except BaseException:
            _let_go(guard)
            raise
        return id_

    def all(self) -> list[Asked]:
        """Those that are kept, the newest first."""
        query = self._query().order_by(backtests.c.asked_at.desc())
        with transaction(self.engine) as connection:
            found = [Asked._make(row) for row in connection.execute(query)]
        return [self._seen(one) for one in found]

    def get(self, id_: str) -> Asked:
        """One of them. Raises `NotFoundError`."""
        with transaction(self.engine) as connection:
            row = connection.execute(self._query().where(backtests.c.id == id_)).first()
        if row is None:
            raise NotFoundError(f"There is no backtest {id_}.")
        return self._seen(Asked._make(row))

    def report(self, id_: str) -> bytes:
        """What it found, as JSON. Raises `NotFoundError`, also while it found nothing yet."""
        query = sa.select(backtests.c.report).where(self._mine, backtests.c.id == id_)
        with transaction(self.engine) as connection:
            found = connection.execute(query).scalar()
        if found is None:
            raise NotFoundError(f"There is no report of a backtest {id_}, or not yet.")
        return bytes(found)

    def toml(self, id_: str) -> str | None:
        """The playbook it was asked of, whole; `None` of one that an older program was asked for."""
        query = sa.select(backtests.c.toml).where(self._mine, backtests.c.id == id_)
        with transaction(self.engine) as connection:
            return connection.execute(query).scalar()

    @property
    def _mine(self) -> sa.ColumnElement[bool]:
        return backtests.c.agency == self.settings.agency

    def _query(self) -> sa.Select[tuple[object, ...]]:
        names = [backtests.c[name] for name in ("id", "asked_at", "first", "last", "done", "people")]
        return sa.select(*names, backtests.c.report.is_not(None), backtests.c.reason).where(self._mine)

    @property
    def _taken(self) -> sa.Select[tuple[bool]]:
        """Takes the agency's lock, unless somebody has it."""
        key = sa.func.hashtextextended(f"backtest of {self.settings.agency}", 0)
        return sa.select(sa.func.pg_try_advisory_lock(key))

    def _take(self, guard: sa.Connection) -> None:
        if not guard.execute(self._taken).scalar():
            raise ConflictError("a backtest is running already; wait until it has ended")

    def _guard(self) -> sa.Connection:
        """A connection that can hold the lock for as long as its process lives."""
        with available():
            return self.engine.connect().execution_options(isolation_level="AUTOCOMMIT")

    def _running(self) -> bool:
        guard = self._guard()
        try:
            return not guard.execute(self._taken).scalar()
        finally:
            _let_go(guard)

    def _seen(self, one: Asked) -> Asked:
        """Whose process is gone has broken off; it may have ended between our look at it and at the lock."""
        if one.finished or one.reason or self._running():
            return one
        self._end(one.id, reason=BROKEN_OFF)
        return self.get(one.id)

    def _begin(self, playbook: Playbook, span: Span) -> str:
        id_, now, toml = str(uuid4()), self.settings.clock.now(), written(playbook)
        values = {"id": id_, "agency": self.settings.agency, "asked_at": now, "toml": toml, **span._asdict()}
        newest = sa.select(backtests.c.id).where(self._mine).order_by(backtests.c.asked_at.desc()).limit(KEPT)
        with transaction(self.engine) as connection:
            connection.execute(sa.insert(backtests).values(values))
            connection.execute(sa.delete(backtests).where(self._mine, backtests.c.id.not_in(newest)))
        return id_

    def _run(self, guard: sa.Connection, id_: str, playbook: Playbook, span: Span) -> None:
        try:
            progress = partial(self._note, id_)
            found = backtest(self.settings, playbook, span, processes=PROCESSES, progress=progress)
            self._end(id_, report=_ENCODE(found))
        except AfterhireError as error:
            self._give_up(id_, str(error))
        except Exception as error:  # noqa: BLE001 - whoever asked is told, and nobody else waits for this thread
            telemetry.logger(part="backtest").error("failed", backtest=id_, error=type(error).__name__)
            self._give_up(id_, FAILED)
        finally:
            _let_go(guard)

    def _note(self, id_: str, done: int, people: int) -> None:
        if self.stopping.is_set():
            raise UnavailableError(BROKEN_OFF)
        self._write(id_, {"done": done, "people": people})

    def _give_up(self, id_: str, reason: str) -> None:
        """With the database away even that cannot be written: whoever looks finds that it has broken off."""
        try:
            self._end(id_, reason=reason)
        except UnavailableError:
            telemetry.logger(part="backtest").warning("given up", backtest=id_, reason=reason)

    def _end(self, id_: str, *, report: bytes | None = None, reason: str | None = None) -> None:
        """Write down what became of it, once."""
        self._write(id_, {"report": report, "reason": reason})

    def _write(self, id_: str, values: dict[str, object]) -> None:
        going_on = backtests.c.report.is_(None) & backtests.c.reason.is_(None)
        with transaction(self.engine) as connection:
            connection.execute(
                sa.update(backtests).where(self._mine, backtests.c.id == id_, going_on).values(values)
            )


def _let_go(guard: sa.Connection) -> None:
    """End the connection itself, and its lock with it; needs no answer of the database."""
    guard.invalidate()
    guard.close()
