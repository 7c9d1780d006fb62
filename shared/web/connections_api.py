"""Connections that do not wait for ever: what comes before a request is limited in time and size."""

import asyncio
from asyncio import TimerHandle

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

HEAD_S = 15.0
"""Seconds until a request must have begun in earnest: its line and headers, whole."""
LARGEST_HEAD = 64 * 1024
"""Bytes of them."""
ANSWER = "HTTP/1.1 {} {}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"


class PatientProtocol(HttpToolsProtocol):
    """Uvicorn's protocol, which has a limit for the time between requests only."""

    head_s = HEAD_S
    _waiting: TimerHandle | None = None
    _head = 0
    _in_body = False
    _in_flight = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as in uvicorn
        """Somebody connected, and is to say something."""
        super().connection_made(transport)
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """They are gone."""
        self._wait_no_longer()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """They said something: a whole head, a part of one, or the rest of a body nobody wants."""
        super().data_received(data)
        if self._in_flight:
            self._wait_no_longer()
            self._head = 0
            return
        self._wait()
        self._head += 0 if self._in_body else len(data)
        if self._head > LARGEST_HEAD:
            self._end(431, "Request Header Fields Too Large")

    def on_headers_complete(self) -> None:
        """A request has begun."""
        self._in_body = self._in_flight = True
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """It was sent whole."""
        self._in_body = False
        super().on_message_complete()

    def on_response_complete(self) -> None:
        """It was answered; uvicorn waits a while for the next."""
        self._wait_no_longer()
        self._head = 0
        self._in_flight = bool(self.pipeline)
        super().on_response_complete()

    def _wait(self) -> None:
        self._waiting = self._waiting or self.loop.call_later(self.head_s, self._too_slow)

    def _wait_no_longer(self) -> None:
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None

    def _too_slow(self) -> None:
        if self._head:
            self._end(408, "Request Timeout")
        else:
            self.transport.close()

    def _end(self, status: int, phrase: str) -> None:
        if not self.transport.is_closing():
            self.transport.write(ANSWER.format(status, phrase).encode())
            self.transport.close()
