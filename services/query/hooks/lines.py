"""Lines to receivers that end in time: all that is read and written of one post has one deadline."""

import ssl
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from httpcore2 import SOCKET_OPTION, NetworkBackend, NetworkStream, ReadTimeout, WriteTimeout


class Deadline:
    """Until when the post of this thread may take; a line is used by one thread at a time."""

    def __init__(self) -> None:
        self._of = threading.local()

    @contextmanager
    def within(self, seconds: float) -> Iterator[None]:
        """The block's posts may take so long."""
        self._of.until = time.monotonic() + seconds
        yield

    def left(self, timeout: float | None) -> float:
        """Seconds that are left, at most `timeout`; 0 or less when none are."""
        left = float(self._of.until - time.monotonic())
        return left if timeout is None else min(left, timeout)


class Within(NetworkBackend):
    """Another backend whose lines heed a deadline: a receiver that sends a byte now and then keeps nobody."""

    def __init__(self, backend: NetworkBackend, deadline: Deadline) -> None:
        self._backend, self._deadline = backend, deadline

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[SOCKET_OPTION] | None = None,
    ) -> NetworkStream:
        """A line; raises what the other backend does."""
        left = max(self._deadline.left(timeout), 0.001)
        line = self._backend.connect_tcp(host, port, left, local_address, socket_options)
        return _Line(line, self._deadline)


class _Line(NetworkStream):
    def __init__(self, line: NetworkStream, deadline: Deadline) -> None:
        self._line, self._deadline = line, deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        if (left := self._deadline.left(timeout)) <= 0:
            raise ReadTimeout
        return self._line.read(max_bytes, left)

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        if (left := self._deadline.left(timeout)) <= 0:
            raise WriteTimeout
        self._line.write(buffer, left)

    def close(self) -> None:
        self._line.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> NetworkStream:
        left = max(self._deadline.left(timeout), 0.001)
        return _Line(self._line.start_tls(ssl_context, server_hostname, left), self._deadline)

    def get_extra_info(self, info: str) -> Any:  # noqa: ANN401 - whatever the line knows
        return self._line.get_extra_info(info)
