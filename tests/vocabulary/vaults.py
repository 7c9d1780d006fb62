"""A database with a vault, and processes that use it."""

import uuid
from dataclasses import dataclass

import sqlalchemy as sa

from shared.database import transaction
from shared.vault import Keys, Vault

JANE, JOAN = (("demo", str(uuid.UUID(int=number))) for number in (1, 2))
MASTER = bytes(range(32))
AAD = b"event person.profiled"


@dataclass
class Installation:
    """A database with a vault, and a watch that the test moves."""

    engine: sa.Engine
    seconds: float = 0.0

    def process(self, master_key: bytes = MASTER) -> Vault:
        """The vault as a process of its own sees it: its cache is empty."""
        return Vault(self.engine, master_key, now=lambda: self.seconds)

    def keys(self, vault: Vault, *subjects: tuple[str, str], create: bool = False) -> Keys:
        """The keys of these, or of Jane, in a transaction of its own."""
        with transaction(self.engine) as connection:
            return vault.keys(connection, subjects or [JANE], create=create)

    def erase(self, vault: Vault, subject: tuple[str, str] = JANE) -> None:
        """Erase them in a transaction of its own."""
        with transaction(self.engine) as connection:
            vault.erase(connection, *subject)

    def scalar(self, statement: str) -> object:
        """The answer of the database to a question with one."""
        with transaction(self.engine) as connection:
            return connection.execute(sa.text(statement)).scalar()
