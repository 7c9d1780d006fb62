"""Makes, reads and erases the keys of people."""

import time
from collections.abc import Callable, Iterable
from weakref import WeakSet

import sqlalchemy as sa
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from shared.errors import OperatorNeededError
from shared.settings import Settings
from shared.vault.agencies import AgencyKeys, master_key_of
from shared.vault.cache import KeyCache
from shared.vault.keys import KEY_BYTES, Keys, Subject, decrypt, encrypt

_WANTED = "unnest(CAST(:agencies AS text[]), CAST(:subjects AS text[]))"
_READ = sa.text(
    "SELECT wanted.agency, wanted.subject, keys.wrapped"  # noqa: S608 - a constant
    f" FROM {_WANTED} AS wanted(agency, subject)"
    " JOIN vault.keys ON keys.agency = wanted.agency AND keys.subject = wanted.subject::uuid"
)
_CREATE = sa.text(
    "INSERT INTO vault.keys (agency, subject, wrapped) SELECT * FROM"
    " unnest(CAST(:agencies AS text[]), CAST(:subjects AS uuid[]), CAST(:wrapped AS bytea[]))"
    " ON CONFLICT DO NOTHING RETURNING agency, subject"
)
_ERASE = sa.text(
    "INSERT INTO vault.keys AS kept (agency, subject, erased_at) VALUES (:agency, :subject, now())"
    " ON CONFLICT (agency, subject)"
    " DO UPDATE SET wrapped = NULL, erased_at = coalesce(kept.erased_at, now())"
)


class Vault:
    """Makes, reads and erases the keys of people; safe to share between threads."""

    def __init__(
        self, engine: sa.Engine, master_key: bytes, *, now: Callable[[], float] = time.monotonic
    ) -> None:
        self._agencies = AgencyKeys(engine, master_key)
        self._cache = KeyCache(now)
        self._now = now
        # What such a transaction reads may never be committed, so none of it is cached.
        self._changing: WeakSet[sa.RootTransaction] = WeakSet()

    @classmethod
    def of(cls, engine: sa.Engine, settings: Settings) -> "Vault":
        """The vault of an installation; `MisconfiguredError` when its master key is missing or malformed."""
        return cls(engine, master_key_of(settings))

    def keys(self, connection: sa.Connection, subjects: Iterable[Subject], *, create: bool) -> Keys:
        """The keys of these (agency, subject), in at most one query for all that are not cached.

        `create` makes the missing ones, in the connection's transaction; never for somebody erased. Raises
        `MisconfiguredError` when the master key is not the one that the vault was made with.
        """
        wanted = set(subjects)
        ciphers = self._cache.among(wanted)
        if len(ciphers) < len(wanted):
            ciphers |= self._read(connection, wanted - ciphers.keys())
        if create and (missing := wanted - ciphers.keys()):
            ciphers |= self._create(connection, missing)
            if others := missing - ciphers.keys():  # somebody else made theirs meanwhile, or they are erased
                ciphers |= self._read(connection, others)
        return Keys(ciphers)

    def erase(self, connection: sa.Connection, agency: str, subject: str) -> None:
        """Delete the subject's key, in the connection's transaction, and make none for them ever again."""
        self._mark(connection)
        connection.execute(_ERASE, {"agency": agency, "subject": subject})
        self.forget(agency, subject)

    def forget(self, agency: str, subject: str) -> None:
        """Drop the key from this process: the subject was erased."""
        self._cache.drop((agency, subject))

    def blind_index(self, agency: str, text: str) -> bytes:
        """32 bytes by which equal texts of one agency are found without keeping the text.

        HMAC-SHA-256 under a key derived from the agency's, so that agencies cannot be compared.
        """
        return self._agencies.blind_index(agency, text)

    def lock(self, agency: str, plain: bytes, purpose: bytes) -> bytes:
        """Encrypt what is the agency's own, such as a secret it shares with others, for one purpose."""
        return encrypt(self._agencies.made(agency).cipher, plain, purpose)

    def unlock(self, agency: str, locked: bytes, purpose: bytes) -> bytes:
        """What was locked for this purpose. Raises `OperatorNeededError` when it was another's."""
        try:
            return decrypt(self._agencies.made(agency).cipher, locked, purpose)
        except InvalidTag:
            raise OperatorNeededError(
                f"expected what the key of {agency} has locked, found something else; restore its database "
                "from one backup"
            ) from None

    def _read(self, connection: sa.Connection, subjects: Iterable[Subject]) -> dict[Subject, AESGCM | None]:
        read_at = self._now()
        rows = connection.execute(_READ, _columns(subjects)).all()
        found = {
            (agency, subject): None if wrapped is None else self._unwrap(connection, agency, subject, wrapped)
            for agency, subject, wrapped in rows
        }
        if connection.get_transaction() not in self._changing:
            self._cache.put(found, read_at)
        return found

    def _create(self, connection: sa.Connection, subjects: Iterable[Subject]) -> dict[Subject, AESGCM]:
        """Make keys; those that were not there and now are."""
        self._mark(connection)
        # In one order, so that two transactions do not wait for each other in a circle.
        new = {subject: AESGCM.generate_key(KEY_BYTES * 8) for subject in sorted(subjects)}
        wrapped = [self._wrap(*subject, key) for subject, key in new.items()]
        kept = connection.execute(_CREATE, {**_columns(new), "wrapped": wrapped}).all()
        made = {(agency, subject) for agency, subject in kept}
        return {subject: AESGCM(key) for subject, key in new.items() if subject in made}

    def _mark(self, connection: sa.Connection) -> None:
        transaction = connection.get_transaction() or connection.begin()
        self._changing.add(transaction)

    def _wrap(self, agency: str, subject: str, key: bytes) -> bytes:
        return encrypt(self._agencies.made(agency).cipher, key, _bound_to(agency, subject))

    def _unwrap(self, connection: sa.Connection, agency: str, subject: str, wrapped: bytes) -> AESGCM:
        cipher = self._agencies.read(connection, agency).cipher
        try:
            return AESGCM(decrypt(cipher, wrapped, _bound_to(agency, subject)))
        except InvalidTag:
            raise OperatorNeededError(
                f"vault.keys: the key of {agency}/{subject} was not wrapped by the key in vault.agencies; "
                "restore both tables from the same backup"
            ) from None


def _columns(subjects: Iterable[Subject]) -> dict[str, list[str]]:
    pairs = list(subjects)
    return {"agencies": [agency for agency, _ in pairs], "subjects": [subject for _, subject in pairs]}


def _bound_to(agency: str, subject: str) -> bytes:
    return f"{agency}/{subject}".encode()
