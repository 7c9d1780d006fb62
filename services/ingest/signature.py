"""Signatures of web hooks: how each vendor shows that a call is its own."""

import hmac
from collections.abc import Callable, Mapping
from datetime import datetime
from hashlib import sha256
from typing import NamedTuple

from shared.settings import Settings


class Call(NamedTuple):
    """A web hook as it came."""

    headers: Mapping[str, str]
    """By lower-case name."""
    raw: bytes
    at: datetime


class Signature(NamedTuple):
    """How a vendor signs."""

    expected: str
    """What a call has to carry, in words."""
    fits: Callable[[bytes, Call, Settings], bool]
    """Whether a secret and a call belong together; in constant time."""


def of_body(header: str, before: str = "") -> Signature:
    """The HMAC-SHA-256 of the raw body in hex, in a header, with some text before it; case does not count."""

    def fits(secret: bytes, call: Call, _settings: Settings) -> bool:
        given = call.headers.get(header.lower(), "").strip().lower()
        return same(given, before + hmac.digest(secret, call.raw, sha256).hex())

    expected = f"the header `{header}: {before}<hex>` with the HMAC of the raw body"
    return Signature(expected, fits)


def same(given: str, expected: str) -> bool:
    """Whether two signatures are one, compared in constant time; what was given may be any text."""
    return hmac.compare_digest(given.encode("utf-8", "surrogatepass"), expected.encode())
