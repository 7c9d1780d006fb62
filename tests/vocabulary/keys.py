"""Keys without a vault, for tests and benchmarks that need no database."""

import hashlib

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from shared.vault import Keys, Subject


class _Derived(dict[Subject, AESGCM | None]):
    def get(self, subject: Subject, _default: object = None) -> AESGCM | None:  # there is a key for everybody
        if subject not in self:
            self[subject] = AESGCM(hashlib.sha256(f"test key of {'/'.join(subject)}".encode()).digest())
        return self[subject]


class MemoryKeys(Keys):
    """A key for everybody who is not erased, the same one in every run: it follows from the subject."""

    def __init__(self) -> None:
        self._derived = _Derived()
        super().__init__(self._derived)

    def erase(self, agency: str, subject: str) -> None:
        """Take the subject's key away, for good."""
        self._derived[agency, subject] = None
