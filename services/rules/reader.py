"""What the rules know of one person, for whoever asks over HTTP."""

from dataclasses import dataclass
from typing import NamedTuple
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from services.rules import known as people
from services.rules.playbook import Playbook
from services.rules.playbook.store import Playbooks
from services.rules.state import Known
from shared.clock import Clock
from shared.database import transaction
from shared.errors import ErasedError
from shared.vault import Vault


class Found(NamedTuple):
    """A person and their plan, with the playbook that holds for them."""

    known: Known
    playbook: Playbook


@dataclass(frozen=True)
class Reader:
    """Reads the people of one agency."""

    agency: str
    engine: sa.Engine
    vault: Vault
    playbooks: Playbooks
    clock: Clock
    zone: ZoneInfo

    def find(self, person: str) -> Found:
        """What is known of them, which may be nothing. Raises `ErasedError`, `UnavailableError`."""
        with transaction(self.engine) as connection:
            keys = self.vault.keys(connection, [(self.agency, person)], create=False)
            subject = (self.agency, person)
            known = people.load(connection, [subject], keys, self.zone)[subject]
            playbook = self.playbooks.of(connection, self.agency, known.person)
        if known.person.erased:
            raise ErasedError("This person asked to be forgotten; nothing is kept of them.")
        return Found(known, playbook)
