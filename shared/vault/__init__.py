"""The vault: one key per person, so that erasing the key erases what it sealed (rule 8).

A person's key is random, and kept wrapped by their agency's key; that is random too, and kept wrapped by the
installation's master key, which is never in the database.
"""

from shared.vault.keys import Keys, Subject
from shared.vault.tables import metadata
from shared.vault.vault import Vault

__all__ = ["Keys", "Subject", "Vault", "metadata"]
