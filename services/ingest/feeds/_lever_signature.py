"""How Lever signs: inside the body, and not the whole of it."""

import hmac
from datetime import timedelta
from hashlib import sha256

import msgspec

from services.ingest.feeds._lever import Signed
from services.ingest.signature import Call, Signature, same
from shared.settings import Settings

AHEAD = timedelta(minutes=5)
"""How far Lever's clock may be ahead of ours."""
MILLISECOND = timedelta(milliseconds=1)


def covered(raw: bytes) -> bytes:
    """The text that is signed; the whole body where there is none."""
    signed = _signed(raw)
    return _text(signed) if signed else raw


def _fits(secret: bytes, call: Call, settings: Settings) -> bool:
    signed = _signed(call.raw)
    if signed is None:
        return False
    tokens = [token.strip() for token in secret.split(b",") if token.strip()]
    expected = [hmac.digest(token, _text(signed), sha256).hex() for token in tokens]
    fit = [same(signed.signature.strip().lower(), each) for each in expected]
    return any(fit) and _fresh(signed, call, timedelta(hours=settings.lever_hours))


def _fresh(signed: Signed, call: Call, longest: timedelta) -> bool:
    """The body is not covered: whoever saw a signature could put another under it for ever."""
    now = int(call.at.timestamp() * 1000)
    return now - longest // MILLISECOND <= signed.triggered_at <= now + AHEAD // MILLISECOND


def _signed(raw: bytes) -> Signed | None:
    try:
        return msgspec.json.decode(raw, type=Signed)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None


def _text(signed: Signed) -> bytes:
    return f"{signed.token}{signed.triggered_at}".encode()


SIGNATURE = Signature(
    "in the body a `signature` that is the HMAC of `token` and `triggeredAt`, "
    "and both no older than AFTERHIRE_LEVER_HOURS",
    _fits,
)
