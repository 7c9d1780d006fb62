"""What interpreting needs."""

from dataclasses import dataclass

import sqlalchemy as sa

from services.ingest.reader import Reader
from shared.clock import Clock
from shared.outbox import Outbox
from shared.quarantine import Quarantine
from shared.vault import Vault


@dataclass(frozen=True)
class Parts:
    """The service's parts, as far as rows are concerned."""

    agency: str
    engine: sa.Engine
    vault: Vault
    outbox: Outbox
    quarantine: Quarantine
    clock: Clock
    reader: Reader
