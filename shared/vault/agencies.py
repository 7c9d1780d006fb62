"""The keys of agencies: each wraps the keys of its people."""

import hmac
from base64 import b64decode
from binascii import Error as Base64Error
from typing import NamedTuple

import sqlalchemy as sa
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy.dialects import postgresql

from shared.database import transaction
from shared.errors import MisconfiguredError, OperatorNeededError
from shared.row_security import SETTING
from shared.settings import Settings
from shared.vault.keys import KEY_BYTES, decrypt, encrypt
from shared.vault.tables import AGENCIES

HOW_TO_MAKE_ONE = 'python3 -c "import secrets; print(secrets.token_urlsafe(32))"'
_FOR = sa.text("SELECT set_config(:name, :agency, true)")
"""Whoever takes records meets those of other agencies than the settings'."""
_FOR_BLIND_INDEX = b"afterhire blind index"


class AgencyKey(NamedTuple):
    """What an agency's key is used for."""

    cipher: AESGCM
    index_key: bytes
    """The key of its blind indexes."""


def master_key_of(settings: Settings) -> bytes:
    """The 32 bytes of the master key; `MisconfiguredError`, with how to make one, when they are not there."""
    secret = settings.master_key
    text = "" if secret is None else secret.get_secret_value()
    try:
        key = b64decode(text.rstrip("=") + "=" * (-len(text.rstrip("=")) % 4), altchars=b"-_", validate=True)
    except (Base64Error, ValueError):
        key = b""
    if len(key) != KEY_BYTES:
        found = "nothing" if not text else "something else"
        raise MisconfiguredError(
            f"AFTERHIRE_MASTER_KEY: expected {KEY_BYTES} bytes in URL-safe base64, found {found}; "
            f"make one with: {HOW_TO_MAKE_ONE}"
        )
    return key


class AgencyKeys:
    """Reads agencies' keys, and makes those that are missing; they never change, so each is read once."""

    def __init__(self, engine: sa.Engine, master_key: bytes) -> None:
        self._engine = engine
        self._master = AESGCM(master_key)
        self._held: dict[str, AgencyKey] = {}

    def read(self, connection: sa.Connection, agency: str) -> AgencyKey:
        """The key of an agency that has wrapped something with it."""
        return self._held.get(agency) or self._hold(agency, self._wrapped(connection, agency))

    def made(self, agency: str) -> AgencyKey:
        """The key of an agency, made if it has none.

        In a transaction of its own: it holds, and is seen by all, whatever becomes of the caller's.
        """
        return self._held.get(agency) or self._hold(agency, self._make(agency))

    def blind_index(self, agency: str, text: str) -> bytes:
        """HMAC-SHA-256 of a text under the agency's index key."""
        return hmac.digest(self.made(agency).index_key, text.encode(), "sha256")

    def _make(self, agency: str) -> bytes:
        wrapped = encrypt(self._master, AESGCM.generate_key(KEY_BYTES * 8), agency.encode())
        statement = postgresql.insert(AGENCIES).on_conflict_do_nothing()
        with transaction(self._engine) as connection:
            connection.execute(_FOR, {"name": SETTING, "agency": agency})
            connection.execute(statement, {"agency": agency, "wrapped": wrapped})
            return self._wrapped(connection, agency)

    def _wrapped(self, connection: sa.Connection, agency: str) -> bytes:
        query = sa.select(AGENCIES.c.wrapped).where(AGENCIES.c.agency == agency)
        wrapped: bytes | None = connection.execute(query).scalar()
        if wrapped is None:
            raise OperatorNeededError(
                f"vault.agencies: expected the key of {agency}, which has wrapped keys in vault.keys, found "
                "none; restore both tables from the same backup"
            )
        return wrapped

    def _hold(self, agency: str, wrapped: bytes) -> AgencyKey:
        try:
            key = decrypt(self._master, wrapped, agency.encode())
        except InvalidTag:
            raise MisconfiguredError(
                f"AFTERHIRE_MASTER_KEY: expected the key that the vault of {agency} was made with, found "
                "another; set the one that belongs to this database"
            ) from None
        index_key = hmac.digest(key, _FOR_BLIND_INDEX, "sha256")
        return self._held.setdefault(agency, AgencyKey(AESGCM(key), index_key))
