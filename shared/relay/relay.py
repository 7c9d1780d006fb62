"""The relay of one service."""

import random
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta

import sqlalchemy as sa
import structlog

from shared.database import transaction
from shared.errors import FencedError, OperatorNeededError, UnavailableError
from shared.heartbeat import Heartbeat
from shared.log.protocol import Log
from shared.outbox import OutboxTables, lock_everybody
from shared.relay.leading import Leading
from shared.relay.lease import Lease
from shared.relay.ledger import Ledger
from shared.relay.parts import LEASE, Parts, Probe, owner
from shared.relay.recovery import Adopt, Opened, adopt_nothing, open_epoch
from shared.relay.sweep import Sweep
from shared.relay.term import Term
from shared.relay.waiting import Waiting
from shared.relay.wakeup import Wakeup
from shared.settings import Settings
from shared.topics import CONTRACTS

POLL_EVERY = 0.5
"""Seconds, should a notification get lost."""
FIRST_PAUSE = 0.05
LONGEST_PAUSE = 2.0
"""Seconds; shorter than the lease, which each attempt takes anew."""
OPERATOR_EVERY = 3.0
"""Seconds until a relay that stopped for an operator looks whether it may go on."""
_log = structlog.get_logger()


def _nothing(_point: str) -> None:
    """No failure."""


class Relay:
    """Numbers what stands in a service's outbox and sends it (rule 3).

    Of any number of relays of a service one works at a time; the others wait for its lease to end. `probe` is
    called at `before-number`, `numbered`, `sent` and `marked`; `ticks` gives seconds that only go forward.
    """

    def __init__(  # noqa: PLR0913 - what a relay works on, and two things tests replace
        self,
        service: str,
        engine: sa.Engine,
        tables: OutboxTables,
        log: Log,
        settings: Settings,
        *,
        probe: Probe = _nothing,
        ticks: Callable[[], float] = time.monotonic,
    ) -> None:
        lease = Lease(tables.relay, owner(), LEASE)
        self._parts = Parts(
            service=service,
            engine=engine,
            log=log,
            lease=lease,
            leading=Leading(tables, lease),
            ledger=Ledger(tables),
            waiting=Waiting(tables),
            sweep=Sweep(tables, timedelta(days=settings.outbox_days)),
            probe=probe,
            ticks=ticks,
        )
        self._tables = tables
        self._term: Term | None = None
        self._heartbeat = Heartbeat(settings.heartbeat, f"{service}-relay")
        self._wakeup = Wakeup(engine, tables.channel)
        self._topics = [
            topic.named(settings.topic_prefix)
            for topic, contract in CONTRACTS.items()
            if service in contract.writers
        ]

    def step(self) -> int:
        """One round: lead if nobody else does, compare with the log if need be, number, send, mark.

        How many records the log took. Raises `FencedError` when another relay took over, `UnavailableError`
        when database or log are away (both: call again) and `OperatorNeededError`, from which on the outbox
        takes nothing until a relay has found log and database to agree again.
        """
        try:
            return self._round()
        except OperatorNeededError as error:
            self._end_term(release=False)
            with suppress(UnavailableError):
                self.stop(str(error))
            raise
        except BaseException:
            self._end_term(release=False)
            raise

    def _round(self) -> int:
        if self._term is not None:
            return self._term.round()
        self._term = Term.begin(self._parts)
        if self._term is None:
            return 0
        sent = self._term.round()
        with transaction(self._parts.engine) as connection:
            self._parts.lease.go_on(connection)
        return sent

    def stop(self, because: str) -> None:
        """Have the outbox take nothing; when this returns, nothing that it took is still to be committed."""
        with transaction(self._parts.engine) as connection:
            lock_everybody(connection, self._tables)
            self._parts.lease.stop(connection, because)

    def _end_term(self, *, release: bool) -> None:
        term, self._term = self._term, None
        if term is not None:
            with suppress(UnavailableError):
                term.close(release=release)

    def run(self, stop: threading.Event) -> None:
        """Work until told to stop.

        Where an operator has to decide it sends nothing, gives no sign of life and says so in the log, until
        that is mended: the relays of other services, beside it in one process, are not concerned.
        """
        failures = 0
        try:
            while not stop.is_set():
                failures = 0 if self._attempt(stop) else failures + 1
                if failures:
                    stop.wait(_pause(failures))
        finally:
            self._wakeup.close()
            self._end_term(release=True)

    def _attempt(self, stop: threading.Event) -> bool:
        try:
            sent = self.step()
            self._heartbeat.beat()
            self._rest(stop, 0.0 if sent and self._more() else POLL_EVERY)
        except FencedError as error:
            _log.info("relay fenced", service=self._parts.service, reason=str(error))
        except UnavailableError as error:
            self._end_term(release=False)
            _log.warning("relay waits", service=self._parts.service, reason=str(error))
            return False
        except OperatorNeededError as error:
            _log.error("relay needs an operator", service=self._parts.service, reason=str(error))
            stop.wait(OPERATOR_EVERY)
        return True

    def _more(self) -> bool:
        """Whether to look again at once; of what comes now, the database tells."""
        return self._term is None or self._term.more

    def _rest(self, stop: threading.Event, timeout: float) -> None:
        if self._term is None:
            self._wakeup.close()
            stop.wait(timeout)
        else:
            self._wakeup.wait(timeout)

    def open_epoch(self, adopt: Adopt = adopt_nothing) -> Opened:
        """Number on under a new writer epoch, after the database was put back to an earlier state.

        `adopt` is given what the database knows nothing of, in the same transaction.
        """
        self._end_term(release=True)
        return open_epoch(self._parts, self._topics, adopt)


def _pause(failures: int) -> float:
    longest = min(FIRST_PAUSE * 2**failures, LONGEST_PAUSE)
    return random.uniform(longest / 2, longest)  # noqa: S311 - spreads attempts; nothing secret
