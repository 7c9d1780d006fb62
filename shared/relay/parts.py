"""What the parts of a relay have in common."""

import os
import socket
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa

from shared.log.protocol import Log
from shared.relay.leading import Leading
from shared.relay.lease import Lease
from shared.relay.ledger import Ledger
from shared.relay.sweep import Sweep
from shared.relay.waiting import Waiting

LEASE = timedelta(seconds=5)
"""How long a relay that died keeps the next one waiting."""

Probe = Callable[[str], None]
"""Called at `before-number`, `numbered`, `sent` and `marked`; what it raises ends the round there."""


@dataclass(frozen=True)
class Parts:
    """The tools of one relay."""

    service: str
    engine: sa.Engine
    log: Log
    lease: Lease
    leading: Leading
    ledger: Ledger
    waiting: Waiting
    sweep: Sweep
    probe: Probe
    ticks: Callable[[], float]
    """Seconds that only ever go forward."""


def owner() -> str:
    """A name for one relay, in the words of who looks into the database."""
    return f"{socket.gethostname()}/{os.getpid()}/{uuid.uuid4().hex[:8]}"
