"""Signatures of web hooks, as vendors make them."""

import hmac
from hashlib import sha256


def as_greenhouse(payload: bytes, secret: str) -> dict[str, str]:
    """The headers with which Greenhouse sends a payload."""
    signature = hmac.new(secret.encode(), payload, sha256).hexdigest()
    return {"Signature": f"sha256 {signature}", "Content-Type": "application/json"}
