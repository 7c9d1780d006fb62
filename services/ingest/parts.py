"""What interpreting needs."""

from dataclasses import dataclass

import psycopg
import sqlalchemy as sa
from psycopg.types.array import ListBinaryDumper

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


def send_arrays_as_bytes(engine: sa.Engine) -> None:
    """Have lists travel in PostgreSQL's binary format: payloads by the hundred cost too much as text."""

    def prepare(connection: psycopg.Connection, _record: object) -> None:
        connection.adapters.register_dumper(list, ListBinaryDumper)

    sa.event.listen(engine, "connect", prepare)
