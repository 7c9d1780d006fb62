"""Sends a message to an address, and tells what came of it."""

import time
from collections.abc import Mapping
from datetime import timedelta
from typing import NamedTuple

import httpcore2

from services.query.hooks.lines import Deadline, Within
from services.query.hooks.reach import PublicOnly

TIMEOUT_S = 10.0
"""For each of: to connect, to send, to be answered."""
LONGEST_S = 20.0
"""For all of it, however little at a time the receiver sends."""
FAILURES = (
    httpcore2.NetworkError,
    httpcore2.TimeoutException,
    httpcore2.ProtocolError,
    httpcore2.UnsupportedProtocol,
    OSError,
    ValueError,
)
"""What a receiver, or its address, may bring about; the last for names that are none."""
LONGEST_ANSWER = 65_536
"""Bytes."""
GONE = 410


class Answer(NamedTuple):
    """What came of one try."""

    status: int | None
    """The answer's; none when there was no answer."""
    error: str | None
    took_ms: int
    asked: timedelta | None = None
    """How long the receiver asks us to wait."""

    @property
    def taken(self) -> bool:
        """Whether the receiver has it. A redirection is none: it may lead anywhere."""
        return self.status is not None and 200 <= self.status < 300  # noqa: PLR2004 - HTTP's

    @property
    def gone(self) -> bool:
        """Whether the receiver wants to hear no more."""
        return self.status == GONE


class Sender:
    """Posts messages; keeps lines open for the next ones. Safe to share between threads."""

    def __init__(self, *, private: bool = False) -> None:
        self._deadline = Deadline()
        reaching = httpcore2.SyncBackend() if private else PublicOnly()
        self._pool = httpcore2.ConnectionPool(
            network_backend=Within(reaching, self._deadline), max_keepalive_connections=20
        )

    def close(self) -> None:
        """Close the lines."""
        self._pool.close()

    def post(self, url: str, headers: Mapping[str, str], body: bytes) -> Answer:
        """Send a body; never raises for what the receiver does."""
        began = time.monotonic()
        timeouts = dict.fromkeys(("connect", "write", "read", "pool"), TIMEOUT_S)
        sent = {**headers, "content-type": "application/json", "user-agent": "Afterhire"}
        try:
            with (
                self._deadline.within(LONGEST_S),
                self._pool.stream(
                    "POST",
                    url,
                    headers=list(sent.items()),
                    content=body,
                    extensions={"timeout": timeouts},
                ) as answer,
            ):
                _heard_out(answer, began)
                return Answer(answer.status, None, _since(began), _asked(answer))
        except FAILURES as error:
            return Answer(None, _words(error), _since(began))


def _heard_out(answer: httpcore2.Response, began: float) -> None:
    """Read what the receiver says, so that the line can be used again: a little, and not for long."""
    read = 0
    for chunk in answer.iter_stream():
        read += len(chunk)
        if read > LONGEST_ANSWER or time.monotonic() - began > TIMEOUT_S:
            return


def _since(began: float) -> int:
    return round((time.monotonic() - began) * 1_000)


def _asked(answer: httpcore2.Response) -> timedelta | None:
    """`Retry-After` in seconds (RFC 9110, 10.2.3); a date is not heeded."""
    given = next((value for name, value in answer.headers if name.lower() == b"retry-after"), b"")
    return timedelta(seconds=int(given)) if given.isdigit() and len(given) <= 6 else None  # noqa: PLR2004 - a week


def _words(error: Exception) -> str:
    """What to tell; never what the receiver sent."""
    if isinstance(error, httpcore2.TimeoutException):
        return f"no answer within {TIMEOUT_S:.0f} s"
    return f"{type(error).__name__}: {error}"[:200]
