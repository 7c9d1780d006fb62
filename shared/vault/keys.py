"""The keys of the people in one batch: what they seal, only they open."""

import os
from collections.abc import Mapping

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from shared.errors import ErasedError, UnreadableError

Subject = tuple[str, str]
"""An agency and the id of a person (or of what else a record is about)."""

KEY_BYTES = 32
NONCE_BYTES = 12
"""96 random bits per message: what AES-GCM is made for."""


def encrypt(cipher: AESGCM, plain: bytes, aad: bytes) -> bytes:
    """A new random nonce, then what it encrypts; `aad` is bound to it and not contained."""
    nonce = os.urandom(NONCE_BYTES)
    return nonce + cipher.encrypt(nonce, plain, aad)


def decrypt(cipher: AESGCM, sealed: bytes, aad: bytes) -> bytes:
    """What `encrypt` was given. Raises `InvalidTag` for another key or `aad`, or when a bit has changed."""
    try:
        return cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], aad)
    except ValueError as error:  # too short to hold a nonce
        raise InvalidTag from error


class Keys:
    """The keys of some subjects: a cipher, or `None` for somebody erased; who has none yet is not in it."""

    def __init__(self, ciphers: Mapping[Subject, AESGCM | None]) -> None:
        self._ciphers = ciphers

    def seal(self, agency: str, subject: str, plain: bytes, aad: bytes) -> bytes:
        """A nonce and `plain`, encrypted with the subject's key and bound to `aad`.

        Raises `ErasedError` when the subject is erased or has no key.
        """
        cipher = self._ciphers.get((agency, subject))
        if cipher is None:
            raise ErasedError(self._missing(agency, subject))
        return encrypt(cipher, plain, aad)

    def open(self, agency: str, subject: str, sealed: bytes, aad: bytes) -> bytes | None:
        """What was sealed, or `None` when the key is gone.

        Raises `UnreadableError` when the key is there and does not fit: the bytes were altered, or were
        sealed for somebody or something else.
        """
        cipher = self._ciphers.get((agency, subject))
        if cipher is None:
            return None
        try:
            return decrypt(cipher, sealed, aad)
        except InvalidTag:
            raise UnreadableError(
                f"expected what the key of {agency}/{subject} has sealed, found something else: "
                "altered, or moved here from another record",
                field="sealed",
            ) from None

    def erased(self, agency: str, subject: str) -> bool:
        """Whether the subject was erased; False for somebody who has no key yet."""
        return self._ciphers.get((agency, subject), self) is None

    def known(self, agency: str, subject: str) -> bool:
        """Whether the subject has a key; False for somebody erased, and for who has none yet."""
        return self._ciphers.get((agency, subject)) is not None

    def _missing(self, agency: str, subject: str) -> str:
        if self.erased(agency, subject):
            return f"{agency}/{subject} was erased: nothing personal is written about them any more"
        return (
            f"expected a key of {agency}/{subject}, found none: erased, or never made (ask with create=True)"
        )
