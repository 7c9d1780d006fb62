"""Somebody who is sent web hooks: a real HTTP server that keeps what it gets and answers as it is told."""

import json
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple, Self

from standardwebhooks import Webhook


class Got(NamedTuple):
    """One request."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def message(self) -> dict[str, Any]:
        """What it says."""
        return dict(json.loads(self.body))

    def verified(self, secret: str) -> bool:
        """Whether the library of Standard Webhooks takes the signature; raises when not."""
        Webhook(secret).verify(self.body, self.headers)
        return True


class Receiver:
    """Listens on a free port of this machine."""

    def __init__(self) -> None:
        self.got: list[Got] = []
        self.status = 204
        self.extra: dict[str, str] = {}
        self.each: Callable[[Got], None] = lambda _got: None
        """Called with each request, before it is answered."""
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self._server.server_port}/hook"

    @property
    def tasks(self) -> list[str]:
        """The tasks it was told of, in order."""
        return [got.message["data"]["task"] for got in self.got if got.message["type"] == "task"]

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"]))
                got = Got(self.path, {name.lower(): value for name, value in self.headers.items()}, body)
                receiver.got.append(got)
                receiver.each(got)
                self.send_response(receiver.status)
                for name, value in {"Content-Length": "0", **receiver.extra}.items():
                    self.send_header(name, value)
                self.end_headers()

            def log_message(self, *_words: object) -> None:
                """Say nothing."""

        return Handler
