"""What the page of a person hears of."""

from collections.abc import Callable

import httpx2
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from services.console.live import OPEN, Live, changed
from services.console.pages import changes
from services.console.services import RefusedError, Services

JANE = "00000000-0000-0000-0000-000000000001"
HEARD = b"event: ready\ndata: {}\nid: 3\n\nevent: entry\ndata: {}\nid: 4\n\n"


def pages(answer: Callable[[httpx2.Request], httpx2.Response], most: int = 9) -> TestClient:
    """The page's line to the console, behind which the query service answers like this."""
    client = httpx2.AsyncClient(base_url="http://127.0.0.1:1", transport=httpx2.MockTransport(answer))
    services = Services({"query": client})
    app = FastAPI()
    app.include_router(changes.router(services, Live(services), most))
    return TestClient(app)


def test_it_listens_to_that_persons_stream_from_where_it_was_made() -> None:
    """Or from where it heard last, which browsers say when they come back; as often as they do."""
    asked = list[tuple[str, str]]()

    def answer(request: httpx2.Request) -> httpx2.Response:
        asked.append((request.url.path, request.url.params["since"]))
        return httpx2.Response(200, content=HEARD)

    http = pages(answer, most=1)
    told = http.get(f"/people/{JANE}/changes", params={"since": "3"})
    assert told.content == OPEN + changed("4")
    assert told.headers["content-type"].startswith("text/event-stream")
    http.get(f"/people/{JANE}/changes", params={"since": "3"}, headers={"Last-Event-ID": "4"})
    path = f"/v1/people/{JANE}/stream"
    assert asked == [(path, "3"), (path, "4")]


@pytest.mark.parametrize(("most", "status"), [(9, 410), (0, 503)], ids=["erased", "too many"])
def test_where_there_is_no_stream_the_page_is_told_so(most: int, status: int) -> None:
    """Before the answer begins: it looks by itself then."""
    http = pages(lambda _: httpx2.Response(410, json={"title": "This person has been erased."}), most)
    with pytest.raises(RefusedError) as refused:
        http.get(f"/people/{JANE}/changes")
    assert refused.value.status == status
