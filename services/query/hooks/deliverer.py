"""Tells web hooks what changes: each one by itself, in order, and again until it was taken.

A hook is leased for as long as it is worked at, so that of several processes one tells it. Where it stands is
stored after its messages were taken, so a process that dies in between leaves messages that are sent again,
under the same id.
"""

import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import uuid4

import sqlalchemy as sa

from services.query.changes import Change, ChangePlace, Changes
from services.query.hooks import patience, register
from services.query.hooks.messages import Message, message_of, signed
from services.query.hooks.register import Register
from services.query.hooks.sender import Answer, Sender
from services.query.hooks.tables import HOOKS
from services.query.queue import Queue, Wanted
from shared import telemetry
from shared.cursor import cursor_of, place_of
from shared.database import transaction
from shared.errors import UnavailableError

AT_ONCE = 50
"""Messages between which a hook's place is stored."""
LEASE = timedelta(minutes=3)
LONGEST_S = 60.0
"""So long a hook is worked at before the others have their turn; a message more may take 20 s beyond it."""
LOOKS_EVERY = timedelta(seconds=0.5)
TROUBLED = timedelta(minutes=5)
"""Until a hook is looked at again with which something went wrong that nobody foresaw."""
BEAT_S = 0.25
AWAY_S = 1.0
KEPT = timedelta(days=30)
"""How long tries are kept."""
MEANWHILE = "no answer for five days: it is tried once a day"
GIVEN_UP = "no answer for five weeks"
GONE = "the receiver answered 410 (gone)"


class Sent(NamedTuple):
    """What came of a batch."""

    place: ChangePlace | None
    """The last change that was taken; nowhere: none was."""
    tries: list[dict[str, Any]]
    failed: Answer | None


@dataclass
class Deliverer:
    """Works until it is stopped; several may, at different hooks."""

    register: Register
    sender: Sender
    _swept: datetime | None = None
    _log: Any = field(default_factory=lambda: telemetry.logger(part="hooks"))

    def run(self, stop: threading.Event) -> None:
        """Tell hooks what changes until `stop` is set; a database that is away is waited for."""
        while not stop.is_set():
            try:
                pause = 0.0 if self.round(stop) else BEAT_S
            except UnavailableError as error:
                self._log.warning("waiting", reason=str(error))
                pause = AWAY_S
            stop.wait(pause)
        self.sender.close()

    def round(self, stop: threading.Event) -> bool:
        """Work at the hook whose turn it is; False when it is no hook's."""
        self._sweep()
        lease = str(uuid4())
        hook = self._leased(lease)
        if hook is None:
            return False
        try:
            self._work_at(hook["id"], lease, stop)
        except UnavailableError:
            raise
        except Exception as error:  # noqa: BLE001 - one hook's trouble is not the others'
            self._log.error("unexpected", hook=hook["id"], error=type(error).__name__)
            self._keep(hook["id"], lease, {"next_at": self.register.clock.now() + TROUBLED})
        self._keep(hook["id"], lease, {"lease": None})
        return True

    def _work_at(self, id_: str, lease: str, stop: threading.Event) -> None:
        until = time.monotonic() + LONGEST_S
        while self._told(id_, lease, until) and not stop.is_set() and time.monotonic() < until:
            pass

    def _leased(self, lease: str) -> sa.RowMapping | None:
        now = self.register.clock.now()
        free = HOOKS.c.lease.is_(None) | (HOOKS.c.lease_until < now)
        due = (HOOKS.c.state != "off") & (HOOKS.c.next_at <= now) & free
        ours = sa.select(HOOKS.c.id).where(HOOKS.c.agency == self.register.agency, due)
        first = ours.order_by(HOOKS.c.next_at).limit(1).with_for_update(skip_locked=True)
        taken = sa.update(HOOKS).where(HOOKS.c.id == first.scalar_subquery())
        with transaction(self.register.store.engine) as connection:
            values = {"lease": lease, "lease_until": now + LEASE}
            return connection.execute(taken.values(values).returning(HOOKS)).mappings().one_or_none()

    def _told(self, id_: str, lease: str, until: float) -> bool:
        """Send the next messages; True when there are more, and the hook is still ours."""
        hook = self._current(id_, lease)
        if hook is None or self._ended(hook, lease):
            return False
        changes, present = self._changes(hook)
        sent = self._sent(hook, changes, until)
        whole = len(changes) < AT_ONCE and len(sent.tries) == len(changes)
        place = present if whole and sent.failed is None else sent.place
        kept = self._keep(id_, lease, self._after(hook, place, sent), sent.tries)
        return kept and sent.failed is None and not whole

    def _ended(self, hook: sa.RowMapping, lease: str) -> bool:
        """Whether the token by whose right it is told has ended; then it is told nothing more."""
        because = self.register.lapsed(hook)
        if because is not None:
            self._keep(hook["id"], lease, {"state": "off", "because": because})
        return because is not None

    def _current(self, id_: str, lease: str) -> sa.RowMapping | None:
        query = sa.select(HOOKS).where(HOOKS.c.id == id_, HOOKS.c.lease == lease)
        with transaction(self.register.store.engine) as connection:
            return connection.execute(query).mappings().one_or_none()

    def _changes(self, hook: sa.RowMapping) -> tuple[list[Change], ChangePlace]:
        """The next changes, and up to where there are no others if these are fewer than wanted."""
        changes = Changes(Queue(self.register.store))
        present = changes.now()
        place = place_of(hook["place"], ChangePlace)
        if place.transaction > present.transaction:  # the numbers of another database, restored into this one
            self._log.warning("place-of-another-database", hook=hook["id"])
            place = present
        found = changes.after(place, Wanted(hook["recruiter"], hook["play"]), AT_ONCE)
        return found, max(present, found[-1].place if found else place)

    def _sent(self, hook: sa.RowMapping, changes: Sequence[Change], until: float) -> Sent:
        """Send one change after the other, up to one that is not taken, or for as long as there is time."""
        place, tries = None, list[dict[str, Any]]()
        for change in changes:
            message, now = message_of(change), self.register.clock.now()
            body = message.body(now)
            answer = self.sender.post(
                hook["url"], signed(message.id, body, now, self.register.secrets(hook)), body
            )
            tries.append(tried(hook["id"], message, answer, now, 1 if place else hook["failed"] + 1))
            if not answer.taken:
                return Sent(place, tries, answer)
            place = change.place
            if time.monotonic() > until:
                break
        return Sent(place, tries, None)

    def _after(self, hook: sa.RowMapping, place: ChangePlace | None, sent: Sent) -> dict[str, Any]:
        """How the hook stands once it was told up to a place."""
        now = self.register.clock.now()
        moved = {"place": cursor_of(place)} if place else {}
        if sent.failed is None:
            taken = {"state": "on", "because": None, "failed": 0, "failing_since": None}
            return {**moved, **(taken if sent.tries else {}), "next_at": now + LOOKS_EVERY}
        since = hook["failing_since"] if hook["failing_since"] and sent.place is None else now
        times = hook["failed"] + 1 if sent.place is None else 1
        verdict = patience.after(times, since, now, sent.failed.asked, gone=sent.failed.gone)
        because = {"on": None, "stopped": MEANWHILE, "off": GONE if sent.failed.gone else GIVEN_UP}
        stands = {"state": verdict.state, "because": because[verdict.state], "next_at": verdict.next_at}
        return {**moved, **stands, "failed": times, "failing_since": since}

    def _keep(
        self, id_: str, lease: str, values: dict[str, Any], tries: list[dict[str, Any]] | None = None
    ) -> bool:
        """Store how the hook stands, unless somebody took it from us meanwhile."""
        until = {"lease_until": self.register.clock.now() + LEASE}
        mine = (HOOKS.c.id == id_) & (HOOKS.c.lease == lease)
        with transaction(self.register.store.engine) as connection:
            kept = connection.execute(sa.update(HOOKS).where(mine).values({**until, **values})).rowcount
            if kept:
                register.log(connection, tries or [])
        return bool(kept)

    def _sweep(self) -> None:
        """Once an hour drop what was tried long ago."""
        now = self.register.clock.now()
        if self._swept is None or now - self._swept > timedelta(hours=1):
            with transaction(self.register.store.engine) as connection:
                register.give_up_old(connection, now - KEPT)
            self._swept = now


def tried(hook: str, message: Message, answer: Answer, now: datetime, attempt: int) -> dict[str, Any]:
    """A line of the delivery log."""
    return {
        "hook": hook,
        "message": message.id,
        "type": message.type,
        "task": message.task,
        "attempt": attempt,
        "at": now,
        "took_ms": answer.took_ms,
        "status": answer.status,
        "error": answer.error,
    }
