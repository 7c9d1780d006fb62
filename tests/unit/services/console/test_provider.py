"""Signing in at the agency's own provider, which runs beside the test."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx2
import pytest
from fastapi.testclient import TestClient
from pydantic import SecretStr
from starlette.requests import Request
from vocabulary.identity_provider import CLIENT, SECRET, IdentityProvider

from services.console import service
from services.console.provider import Provider
from services.console.services import SERVICES, Services
from services.console.who import COOKIE
from shared.errors import MisconfiguredError
from shared.settings import Settings

CONSOLE = "http://127.0.0.1"
BACK = f"{CONSOLE}/who/back"
ROLES = "boss@agency.example=manager, *@agency.example=recruiter"


@dataclass
class Console:
    """The console with a provider, and the tokens it had made."""

    http: TestClient
    provider: IdentityProvider
    made: list[dict[str, Any]]
    ended: list[str]

    def begin(self, then: str = "/tasks/1?x=y") -> str:
        """Where the provider sends the browser back to, from the console's own address on."""
        asked = self.http.get("/who/provider", params={"then": then})
        assert asked.status_code == 303, asked.text
        signed_in = httpx2.get(asked.headers["location"])
        assert signed_in.headers["location"].startswith(BACK)
        return str(signed_in.headers["location"]).removeprefix(CONSOLE)

    def sign_in(self, then: str = "/tasks/1?x=y") -> httpx2.Response:
        """What the browser is answered when it is back."""
        return self.http.get(self.begin(then))


def settings(issuer: str, **changes: object) -> Settings:
    known = {
        "api_token": SecretStr("operator"),
        "console_url": CONSOLE,
        "oidc_issuer": issuer,
        "oidc_client_id": CLIENT,
        "oidc_client_secret": SecretStr(SECRET),
        "oidc_roles": ROLES,
    }
    return Settings.model_validate(known | changes)


@contextmanager
def console(provider: IdentityProvider) -> Iterator[Console]:
    made, ended = list[dict[str, Any]](), list[str]()

    async def answer(request: httpx2.Request) -> httpx2.Response:
        assert request.headers["authorization"] == "Bearer operator"
        if request.method == "GET":
            return httpx2.Response(503)  # the stream of changes
        if request.method == "DELETE":
            ended.append(request.url.path)
            return httpx2.Response(204)
        made.append(httpx2.Response(200, content=await request.aread()).json())
        told = {"id": "7", "secret": "aft_made", "scopes": ["read", "desk"]}
        return httpx2.Response(201, json=told)

    asked = {
        name: httpx2.AsyncClient(
            base_url=CONSOLE,
            headers={"Authorization": "Bearer operator"},
            transport=httpx2.MockTransport(answer),
        )
        for name in SERVICES
    }
    app = service.app(settings(provider.issuer), Services(asked))
    with TestClient(app, base_url=CONSOLE, follow_redirects=False) as http:
        yield Console(http, provider, made, ended)


@pytest.fixture
def here() -> Iterator[Console]:
    with IdentityProvider() as provider, console(provider) as made:
        yield made


def refused(here: Console, answer: httpx2.Response, why: str) -> None:
    """Nobody is let in, and they are told why."""
    assert answer.status_code == 403
    assert why in answer.text.replace("&#39;", "'")
    assert COOKIE not in here.http.cookies
    assert here.made == []


def test_somebody_signs_in_with_their_own_account(here: Console) -> None:
    """They are whom the provider says, work with a token of their own, and go on where they wanted to."""
    assert "/who/provider?then=/tasks/1" in here.http.get("/who", params={"then": "/tasks/1"}).text
    answer = here.sign_in()
    assert (answer.status_code, answer.headers["location"]) == (303, "/tasks/1?x=y")
    own = {"role": "recruiter", "recruiter": "ann@agency.example", "days": 1}
    assert here.made == [{"name": "console: ann@agency.example", **own}]
    session = here.http.app.state.visitors.session(_request(here))  # type: ignore[attr-defined] # our app
    assert (session.recruiter, session.token) == ("ann@agency.example", "aft_made")
    assert session.can("desk")
    assert not session.can("ingest")
    assert "aft_made" not in here.http.cookies[COOKIE]
    here.http.post("/who/leave")
    assert here.ended == ["/v1/tokens/7"]


def test_a_managers_token_is_nobodys_alone(here: Console) -> None:
    """They act for anybody, under their own name in the console."""
    here.provider.person["email"] = "boss@agency.example"
    assert here.sign_in().status_code == 303
    assert (here.made[0]["role"], here.made[0]["recruiter"]) == ("manager", None)


def test_another_state_than_was_begun_with_is_refused(here: Console) -> None:
    """Whether it was made up, is of another browser, or was used before."""
    where = urlsplit(here.begin())
    forged = {name: one for name, (one,) in parse_qs(where.query).items()} | {"state": "another"}
    refused(here, here.http.get(f"{where.path}?{urlencode(forged)}"), "not begun in this browser")
    refused(here, here.http.get(f"{where.path}?{where.query}"), "not begun in this browser")
    theirs = here.begin()
    here.http.cookies.clear()
    refused(here, here.http.get(theirs), "not begun in this browser")
    here.http.cookies.set("afterhire_signing_in", "made up", path="/who")
    refused(here, here.http.get(theirs), "not begun in this browser")


def test_a_code_is_good_once(here: Console) -> None:
    """And for the browser that began alone: the other has another verifier."""
    first, second = here.begin(), here.begin()
    code = parse_qs(urlsplit(first).query)["code"][0]
    state = parse_qs(urlsplit(second).query)["state"][0]
    refused(here, here.http.get("/who/back", params={"code": code, "state": state}), "this code is not good")


def test_a_token_that_is_not_for_this_sign_in_is_refused(here: Console) -> None:
    """Whoever signed it: for another nonce, program, provider or time."""
    wrong: list[dict[str, object]] = [
        {"nonce": "of another sign-in"},
        {"aud": "another program"},
        {"aud": [CLIENT, "another"], "azp": "another"},
        {"iss": "https://elsewhere.example"},
        {"exp": 1_000_000_000},
        {"iat": 4_000_000_000, "nbf": 4_000_000_000},
        {"exp": None},
    ]
    for changes in wrong:
        here.provider.changes = changes
        refused(here, here.sign_in(), "does not hold")


def test_who_is_unknown_here_is_refused(here: Console) -> None:
    """Though the provider knows them; and who did not sign in there at all."""
    here.provider.person["email"] = "eve@elsewhere.example"
    refused(here, here.sign_in(), "Nobody here is called eve@elsewhere.example")
    state = parse_qs(urlsplit(here.begin()).query)["state"][0]
    denied = here.http.get("/who/back", params={"error": "access_denied<b>", "state": state})
    refused(here, denied, "did not sign you in: access_denied&lt;b&gt;")
    state = parse_qs(urlsplit(here.begin()).query)["state"][0]
    mixed = here.http.get("/who/back", params={"code": "x", "state": state, "iss": "https://evil.example"})
    refused(here, mixed, "another provider")


def test_another_key_of_the_provider_is_fetched(here: Console) -> None:
    """Keys are remembered, and asked for anew when none fits; what nobody published never holds."""
    for _ in range(2):
        assert here.sign_in().status_code == 303
    assert here.provider.asked.count("/keys") == 1
    here.provider.rotate()
    assert here.sign_in().status_code == 303
    assert here.provider.asked.count("/keys") == 2
    published = here.provider.published
    here.provider.rotate()
    here.provider.published = published
    assert here.sign_in().status_code == 403


def test_a_provider_that_is_away_is_named(here: Console) -> None:
    """Before and in the middle; who tries again gets in."""
    here.provider.away = True
    answer = here.http.get("/who/provider")
    assert (answer.status_code, "does not answer" in answer.text) == (503, True)
    here.provider.away = False
    where = here.begin()
    here.provider.away = True
    assert here.http.get(where).status_code == 503
    assert COOKIE not in here.http.cookies
    here.provider.away = False
    assert here.sign_in().status_code == 303


def test_nobody_is_sent_elsewhere_afterwards(here: Console) -> None:
    """However the address is written."""
    for then in ("https://evil.example", "//evil.example", "/\\evil.example", "evil", "/\t//evil.example"):
        where = here.sign_in(then).headers["location"]
        assert where == "/" or where.startswith("/%09")


def test_a_provider_that_calls_itself_otherwise_is_refused(here: Console) -> None:
    """The issuer of the settings is compared letter by letter."""
    at = Provider.of(settings(f"{here.provider.issuer}/"))
    assert at is not None
    with pytest.raises(Exception, match="calls itself"):
        at.begin("/")


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"oidc_client_id": None}, "AFTERHIRE_OIDC_CLIENT_ID"),
        ({"oidc_roles": ""}, "AFTERHIRE_OIDC_ROLES"),
        ({"console_url": None}, "AFTERHIRE_CONSOLE_URL"),
        ({"api_token": None}, "AFTERHIRE_API_TOKEN"),
        ({"oidc_issuer": "http://idp.example"}, "AFTERHIRE_OIDC_ISSUER"),
        ({"console_url": "console.example"}, "AFTERHIRE_CONSOLE_URL"),
        ({"oidc_roles": "*=king"}, "AFTERHIRE_OIDC_ROLES"),
    ],
)
def test_what_is_missing_is_said_at_the_start(changes: dict[str, object], named: str) -> None:
    """Not to the first who wants to sign in."""
    with pytest.raises(MisconfiguredError, match=named):
        Provider.of(settings("https://idp.example", **changes))
    assert Provider.of(Settings()) is None
    assert Provider.of(settings("")) is None


def _request(here: Console) -> Any:  # noqa: ANN401 - as Starlette makes it
    cookie = f"{COOKIE}={here.http.cookies[COOKIE]}".encode()
    return Request({"type": "http", "headers": [(b"cookie", cookie)]})
