"""What a receiver may do to whoever sends to it."""

import socket
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest

from services.query.hooks import sender
from services.query.hooks.sender import Sender


@contextmanager
def dripping() -> Iterator[str]:
    """A receiver that answers a byte of a header at a time, without end."""
    over = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as server:

        def drip() -> None:
            line, _ = server.accept()
            with line:
                line.sendall(b"HTTP/1.1 200 OK\r\nX: ")
                while not over.wait(0.02):
                    line.sendall(b"x")

        thread = threading.Thread(target=drip)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/"
        over.set()
        thread.join()


def test_who_answers_a_byte_at_a_time_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    """There is a time for all of it, not only for each byte."""
    monkeypatch.setattr(sender, "LONGEST_S", 0.3)
    with dripping() as url, closing(Sender(private=True)) as sending:
        answer = sending.post(url, {}, b"{}")
    assert (answer.taken, answer.status) == (False, None)
    assert answer.error is not None
    assert answer.error.startswith("no answer within")


@pytest.mark.parametrize("host", ["a..b", "a" * 64 + ".example", "nobody.invalid"])
def test_a_name_that_is_none_is_a_failure_like_others(host: str) -> None:
    """And nothing that ends whoever sends."""
    with closing(Sender(private=True)) as sending:
        assert sending.post(f"http://{host}/", {}, b"{}").status is None
