"""Signatures of web hooks."""

import hmac
from collections.abc import Mapping
from hashlib import sha256


def sha256_of_body(secret: bytes, headers: Mapping[str, str], raw: bytes) -> bool:
    """Whether `Signature: sha256 <hex>` is the HMAC-SHA-256 of the raw body, compared in constant time."""
    algorithm, _, given = headers.get("signature", "").strip().partition(" ")
    expected = hmac.digest(secret, raw, sha256).hex()
    same = hmac.compare_digest(given.strip().lower().encode(), expected.encode())
    return same and algorithm.lower() == "sha256"
