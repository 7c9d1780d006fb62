"""TCP ports on the loopback address for the embedded servers."""

import random
import socket
from collections.abc import Iterator

from shared.errors import MisconfiguredError

LOOPBACK = "127.0.0.1"
RANGE = range(20_000, 32_000)
"""Below the ports of outgoing connections: no client may take a port while its server restarts."""


def free_ports(count: int) -> tuple[int, ...]:
    """That many different ports which nobody listens on now."""
    found = _free()
    return tuple(next(found) for _ in range(count))


def is_free(port: int) -> bool:
    """Whether a server could listen on the port now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
        return True


def require_free(port: int, owner: str) -> None:
    """Raise `MisconfiguredError` when another program listens on the port that `owner` keeps."""
    if not is_free(port):
        raise MisconfiguredError(
            f"{owner} listens on port {port}, which another program holds: end that program and start again"
        )


def _free() -> Iterator[int]:
    candidates = random.sample(RANGE, k=200)
    yield from filter(is_free, candidates)
    raise MisconfiguredError(f"no free port found between {RANGE.start} and {RANGE.stop}: end some servers")
