"""Callers who take their time: what is half said is not waited for without end."""

import socket
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress

import pytest
import uvicorn
from fastapi import FastAPI, Request
from starlette.responses import Response

from services.local.ports import LOOPBACK
from shared.web import problems_api
from shared.web.connections_api import LARGEST_HEAD, PatientProtocol
from shared.web.guards_api import BodyLimit
from shared.web.patience_api import BodyTime

SOON_S = 0.2
LIMIT_S = 20.0
"""For what has to come; nothing here waits for it to pass."""
HEAD = b"POST /v1/%s HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 5\r\n"


class Hasty(PatientProtocol):
    """Has no time."""

    head_s = SOON_S


def app(grace_s: float) -> FastAPI:
    made = FastAPI()
    problems_api.install(made)
    made.add_middleware(BodyLimit)
    made.add_middleware(BodyTime, grace_s=grace_s)

    @made.post("/v1/tasks")
    @made.post("/v1/feeds/a/webhook")
    async def echo(request: Request) -> Response:
        return Response(await request.body())

    return made


@contextmanager
def serving(protocol: type[PatientProtocol], grace_s: float) -> Iterator[int]:
    """A server's port."""
    with closing(socket.create_server((LOOPBACK, 0))) as listening:
        config = uvicorn.Config(app(grace_s), http=protocol, log_level="warning", access_log=False)
        server = uvicorn.Server(config)
        running = threading.Thread(target=server.run, args=([listening],))
        running.start()
        yield listening.getsockname()[1]
        server.should_exit = True
        running.join()


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """A server whose patience is short."""
    with serving(Hasty, SOON_S) as found:
        yield found


@contextmanager
def connected(port: int) -> Iterator[socket.socket]:
    with closing(socket.create_connection((LOOPBACK, port), timeout=LIMIT_S)) as caller:
        yield caller


def all_said(caller: socket.socket) -> bytes:
    """What is answered until the other side ends the connection."""
    return b"".join(iter(lambda: caller.recv(65_536), b""))


def answer(caller: socket.socket, end: bytes) -> bytes:
    """What is answered on a connection that stays, up to its end."""
    said = b""
    while not said.endswith(end) and (more := caller.recv(65_536)):
        said += more
    return said


def test_who_says_nothing_is_not_waited_for(port: int) -> None:
    """The connection is closed without a word."""
    with connected(port) as caller:
        assert all_said(caller) == b""


@pytest.mark.parametrize("begun", [b"POST /v1/thi", HEAD % b"thing", b"GET / HTTP/1.1\r\nX: "])
def test_who_does_not_end_the_headers_is_answered_408(port: int, begun: bytes) -> None:
    """However far they came."""
    with connected(port) as caller:
        caller.sendall(begun)
        assert all_said(caller).startswith(b"HTTP/1.1 408 ")


def test_who_drips_headers_is_answered_408_too(port: int) -> None:
    """A byte now and then gives no more time."""
    with connected(port) as caller:
        caller.sendall(b"GET / HTTP/1.1\r\n")
        said = b""
        caller.settimeout(SOON_S / 4)
        while not said:
            with suppress(BrokenPipeError):  # it may be closed by now, with its answer on the way
                caller.sendall(b"x")
            with suppress(TimeoutError):
                said = caller.recv(65_536)
        assert said.startswith(b"HTTP/1.1 408 ")


def test_headers_without_end_are_refused(port: int) -> None:
    """They are not held in memory."""
    with connected(port) as caller:
        begun = b"GET / HTTP/1.1\r\nX: "
        caller.sendall(begun + b"x" * (LARGEST_HEAD + 1 - len(begun)))
        assert all_said(caller).startswith(b"HTTP/1.1 431 ")


@pytest.mark.parametrize("path", [b"tasks", b"feeds/a/webhook"])
@pytest.mark.parametrize("begun", [b"", b"ab"])
def test_who_does_not_end_the_body_is_answered_408(port: int, path: bytes, begun: bytes) -> None:
    """As a problem, whoever reads the body; and the connection ends."""
    with connected(port) as caller:
        caller.sendall(HEAD % path + b"\r\n" + begun)
        said = all_said(caller)
    assert said.startswith(b"HTTP/1.1 408 ")
    assert b"application/problem+json" in said


def test_who_speaks_in_time_is_heard() -> None:
    """Several requests on one connection, each in pieces."""
    with serving(PatientProtocol, LIMIT_S) as port, connected(port) as caller:
        for _ in range(3):
            caller.sendall(HEAD % b"tasks")
            caller.sendall(b"\r\nab")
            caller.sendall(b"cde")
            assert answer(caller, b"abcde").startswith(b"HTTP/1.1 200 ")


def test_the_rest_of_a_body_that_nobody_wants_is_not_waited_for(port: int) -> None:
    """It was answered before it was whole."""
    with connected(port) as caller:
        caller.sendall(HEAD.replace(b": 5", b": 500000") % b"tasks" + b"\r\n" + b"a" * 100_000)
        assert answer(caller, b"}").startswith(b"HTTP/1.1 413 ")
        with suppress(ConnectionError):  # it may be closed already
            caller.sendall(b"a")
            assert all_said(caller) == b""
