"""Where the console may be served, and what it says while the services are away."""

import httpx2
import pytest
from fastapi.testclient import TestClient

from services.console import service
from services.console.services import SERVICES, Services
from shared.errors import MisconfiguredError
from shared.settings import Settings


def nobody(request: httpx2.Request) -> httpx2.Response:
    raise httpx2.ConnectError("refused", request=request)


@pytest.mark.parametrize("said", [{"host": "0.0.0.0"}, {"api_token": "t"}])  # noqa: S104 - refused here
def test_it_is_served_to_nobody_but_this_machine(said: dict[str, str]) -> None:
    """It asks for no password."""
    with pytest.raises(MisconfiguredError, match=r"127\.0\.0\.1"):
        service.app(Settings.model_validate(said))


def test_a_service_that_is_away_is_named() -> None:
    """On a page that says what to do, with the status that says for how long."""
    away = {
        name: httpx2.AsyncClient(base_url="http://127.0.0.1:1", transport=httpx2.MockTransport(nobody))
        for name in SERVICES
    }
    with TestClient(service.app(Settings(), Services(away)), base_url="http://127.0.0.1") as http:
        http.cookies.set("afterhire_recruiter", "ann%40agency.example")
        answer = http.get("/")
    assert answer.status_code == 503
    assert "The service query does not answer" in answer.text
