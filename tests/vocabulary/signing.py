"""Web hooks signed as their vendors sign them."""

import hmac
import json
from collections.abc import Callable
from hashlib import sha256

SECRET = "a secret of the agency"  # noqa: S105 - a test's
Signed = tuple[bytes, dict[str, str]]
"""A payload and the headers that go with it."""


def in_header(header: str, before: str = "") -> Callable[[bytes, str], Signed]:
    """The signature of the body, in a header."""

    def sign(payload: bytes, secret: str) -> Signed:
        return payload, {header: before + digest(payload, secret)}

    return sign


def digest(said: bytes, secret: str) -> str:
    """The HMAC in hex."""
    return hmac.new(secret.encode(), said, sha256).hexdigest()


def in_body(payload: bytes, secret: str) -> Signed:
    """As Lever signs what it triggered; what is no JSON object it cannot have sent."""
    try:
        body = json.loads(payload)
        body["signature"] = digest(f"{body['token']}{body['triggeredAt']}".encode(), secret)
    except (ValueError, TypeError, KeyError):
        return payload, {}
    return json.dumps(body).encode(), {}


SIGN: dict[str, Callable[[bytes, str], Signed]] = {
    "ashby": in_header("Ashby-Signature", "sha256="),
    "bullhorn": in_header("X-Afterhire-Signature", "sha256="),
    "greenhouse": in_header("Signature", "sha256 "),
    "lever": in_body,
    "workable": in_header("X-Workable-Signature"),
}
"""By the feed's name."""
