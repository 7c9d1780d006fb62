"""Whose a token is, asked with every request: what was looked up is remembered for some seconds."""

import hmac
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from shared.access.principal import Principal, admin
from shared.access.tokens import hash_of, looks_like_one

REMEMBERED_S = 3.0
"""A token that was revoked is refused after this time at the latest."""
MOST = 10_000

LookUp = Callable[[bytes], Principal | None]
"""Whose the token with this hash is; raises `UnavailableError` when that cannot be told now."""


@dataclass
class Verifier:
    """Tells whose a token is."""

    agency: str
    operator: str | None
    """The token of the settings: an admin of the settings' agency."""
    look_up: LookUp
    _known: dict[bytes, tuple[float, Principal | None]] = field(default_factory=dict)
    _changing: threading.Lock = field(default_factory=threading.Lock)

    def at_once(self, token: str | None, now: float) -> tuple[bool, Principal | None]:
        """Whether it can be told without the database, and whose the token is, if anybody's.

        The token is as the header has it, its bytes read as Latin-1.
        """
        if token is None:
            return True, admin(self.agency) if self.operator is None else None
        if self.operator and hmac.compare_digest(token.encode("latin-1", "replace"), self.operator.encode()):
            return True, admin(self.agency)
        if not looks_like_one(token):
            return True, None
        until, found = self._known.get(hash_of(token), (now, None))
        return until > now, found

    def asked(self, token: str, now: float) -> Principal | None:
        """Whose the token is, looked up; another agency's is nobody's here. Raises `UnavailableError`."""
        hash_ = hash_of(token)
        found = self.look_up(hash_)
        if found is not None and found.agency != self.agency:
            found = None
        with self._changing:
            if len(self._known) >= MOST:
                self._known.clear()
            self._known[hash_] = now + REMEMBERED_S, found
        return found
