"""One agency's playbook: which holds, and adopting another one."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa

from services.rules.playbook import STANDARD, Playbook
from services.rules.playbook.store import Playbooks, adopt, newest
from services.rules.tables import adoptions
from shared.clock import Clock
from shared.database import transaction


class InForce(NamedTuple):
    """The playbook that holds."""

    playbook: Playbook
    number: int
    """0 while the agency has adopted none."""
    adopted_at: datetime | None
    told: bool
    """Whether everybody was told of it."""


@dataclass(frozen=True)
class Office:
    """Keeps the playbook of an agency."""

    agency: str
    engine: sa.Engine
    clock: Clock

    def in_force(self) -> InForce:
        """The playbook that holds; `UnavailableError` when the database is away."""
        with transaction(self.engine) as connection:
            return self._in_force(connection)

    def adopt(self, playbook: Playbook) -> InForce:
        """Let a playbook hold from now on; people are told of it one by one by the rules' workers."""
        with transaction(self.engine) as connection:
            adopt(connection, self.agency, playbook, self.clock.now())
            return self._in_force(connection)

    def _in_force(self, connection: sa.Connection) -> InForce:
        last = newest(connection, self.agency)
        if last is None:
            return InForce(STANDARD, 0, None, told=True)
        playbook = Playbooks().get(connection, self.agency, last.playbook)
        untold = sa.select(adoptions.c.number).where(adoptions.c.agency == self.agency, ~adoptions.c.told)
        waiting = connection.execute(untold.exists().select()).scalar()
        return InForce(playbook, last.number, last.at, told=not waiting)
