"""How the parts of a service are put together; each service's `service.py` says what it reads and does."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import cached_property

import sqlalchemy as sa

from shared import outbox, position, quarantine, vault
from shared.access import tables as access_tables
from shared.access.principal import Principal
from shared.access.tokens import Tokens
from shared.assignment import Assignment
from shared.clock import Clock, SystemClock
from shared.consumer import Consumer
from shared.database import close, engine, prepare, transaction
from shared.delivery import Handler
from shared.heartbeat import Heartbeat
from shared.log.kafka import KafkaLog
from shared.log.protocol import Log
from shared.outbox import Outbox, OutboxTables
from shared.position import PositionTables
from shared.quarantine import Quarantine
from shared.relay import Relay
from shared.row_security import WorksAs
from shared.settings import Settings
from shared.step import Step
from shared.topics import Topic
from shared.vault import Vault


@dataclass(frozen=True)
class Tables:
    """What every service keeps beside its own state, in its own schema."""

    outbox: OutboxTables
    positions: PositionTables
    quarantine: sa.Table


def shared_tables(metadata: sa.MetaData) -> Tables:
    """Add the outbox, positions and quarantine to a service's metadata."""
    return Tables(outbox.tables(metadata), position.tables(metadata), quarantine.tables(metadata))


@dataclass(frozen=True)
class Wiring:
    """The parts of one service in one process; each is made when it is first asked for."""

    settings: Settings
    service: str
    metadata: sa.MetaData
    tables: Tables
    though_stopped: bool = False
    """Whether it writes for the operator whom the service's relay waits for."""

    def prepare(self) -> None:
        """Create what is missing in the database; `UnavailableError` when it is away."""
        prepare(self.engine, vault.metadata)
        prepare(self.engine, self.metadata)

    def ready(self) -> None:
        """Return when the database answers; raises `UnavailableError` when not."""
        with transaction(self.engine) as connection:
            connection.execute(sa.select(1))

    @asynccontextmanager
    async def serving(self, _app: object) -> AsyncIterator[None]:
        """The lifespan of the service's HTTP side: at its end no connection to the database is open."""
        yield
        await asyncio.to_thread(self.dispose)

    def dispose(self) -> None:
        """Close the connections, those in use once they are back."""
        for name in ("engine", "log_engine"):
            if name in self.__dict__:  # made when it was first asked for
                close(getattr(self, name))

    @cached_property
    def engine(self) -> sa.Engine:
        """The connections of this process that have the rows of the settings' agency."""
        return engine(self.settings, application=self.service)

    @cached_property
    def log_engine(self) -> sa.Engine:
        """Those that have every agency's: for what takes records, sends them, or starts anew from the log."""
        return engine(self.settings, application=self.service, works_as=WorksAs.LOG)

    @cached_property
    def clock(self) -> Clock:
        """The installation's clock."""
        return self.settings.clock

    @cached_property
    def vault(self) -> Vault:
        """The keys of people."""
        return Vault.of(self.engine, self.settings)

    @cached_property
    def tokens(self) -> Tokens:
        """Who may call, on the real clock, whatever day is played; `UnavailableError` when it is away."""
        prepare(self.engine, access_tables.metadata)
        return Tokens(self.engine, SystemClock())

    def principal(self, hash_: bytes) -> Principal | None:
        """Whose the token with this hash is; raises `UnavailableError` when that cannot be told now."""
        return self.tokens.principal(hash_)

    @cached_property
    def outbox(self) -> Outbox:
        """Where events wait to be sent."""
        prefix, though_stopped = self.settings.topic_prefix, self.though_stopped
        return Outbox(self.tables.outbox, self.vault, prefix, though_stopped=though_stopped)

    @cached_property
    def quarantine(self) -> Quarantine:
        """Where records wait that could not be read."""
        return Quarantine(self.service, self.tables.quarantine, self.outbox, self.vault, self.clock)

    @cached_property
    def log(self) -> Log:
        """Kafka."""
        return KafkaLog(self.settings.kafka, f"afterhire-{self.service}")

    def relay(self) -> Relay:
        """What sends the service's outbox."""
        return Relay(self.service, self.log_engine, self.tables.outbox, self.log, self.settings)

    def topics(self, *topics: Topic) -> Sequence[str]:
        """The topics' names on the broker."""
        return [topic.named(self.settings.topic_prefix) for topic in topics]

    def step(self, handler: Handler, *, opens: bool = True) -> Step:
        """The transaction in which the service takes records."""
        positions = position.Positions(self.tables.positions)
        assignment = Assignment(self.service, self.log_engine, positions, self.clock)
        heartbeat = Heartbeat(self.settings.heartbeat, f"{self.service}-reader")
        return Step(
            assignment, self.quarantine, handler, self.settings.agency, opens=opens, heartbeat=heartbeat
        )

    def consumer(self, step: Step, *topics: Topic) -> Consumer:
        """A member of the service's group that reads these topics."""
        group = f"{self.settings.topic_prefix}.{self.service}"
        return Consumer(self.log, group, self.topics(*topics), step, self.clock)
