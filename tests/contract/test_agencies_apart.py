"""Two agencies in one database: whatever one asks for, nothing of the other's is in the answer."""

import base64
from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa
from fastapi.testclient import TestClient
from pydantic import SecretStr
from vocabulary.others import DEMO, ID, SECURED, WORD, fill, of_everybody

from services.access import service as access
from services.desk import service as desk
from services.ingest import service as ingest
from services.query import service as query
from services.rules import web as rules
from shared.access.principal import Role
from shared.access.tokens import Wanted
from shared.database import transaction
from shared.settings import Settings
from shared.web.api import together

ENDLESS = "/v1/tasks/stream"
OWN = {"feed": "placements", "day": "2026-03-02", "event": "task.planned"}
"""What a path may name that is no agency's."""
NAMED = {"recruiter": WORD, "employer": WORD}
SAID: dict[str, Any] = {
    "by": WORD,
    "to": "bob",
    "count": 10,
    "outcome": "replied",
    "reason": "Left the country.",
    "until": "2026-03-05",
    "into": "00000000-0000-0000-0000-000000000002",
    "columns": {},
    "employers": {},
    "url": "https://rival.example/hook",
    "name": "theirs",
    "role": "manager",
}
Asked = tuple[str, str, dict[str, Any]]


@pytest.fixture
def everybody(database_url: str) -> Iterator[sa.Engine]:
    """A database in which `demo` has a row in each table."""
    made = of_everybody(database_url)
    fill(made)
    yield made
    made.dispose()


def client(made: sa.Engine, agency: str) -> Iterator[TestClient]:
    """An admin of an agency, who asks all services by a token of theirs."""
    key = SecretStr(base64.urlsafe_b64encode(bytes(32)).decode())
    url = made.url.render_as_string(hide_password=False)
    settings = Settings(database_url=url, agency=agency, master_key=key, kafka="127.0.0.1:1")
    parts = access.wiring(settings)
    _, token = parts.tokens.create(agency, Wanted("whoever", Role.ADMIN))
    parts.dispose()
    apps = [service.app(settings) for service in (ingest, desk, query, rules, access)]
    with TestClient(
        together(settings, apps), raise_server_exceptions=False, base_url="http://127.0.0.1"
    ) as http:
        http.headers["Authorization"] = f"Bearer {token}"
        yield http


def requests(http: TestClient) -> Iterator[Asked]:
    """Each endpoint, asked for what is `demo`'s, with what it has to be told."""
    spec = http.get("/openapi.json").json()
    for path, methods in spec["paths"].items():
        for method, told in methods.items():
            if path != ENDLESS:
                yield method.upper(), path, _more(spec, path, told)


def _more(spec: dict[str, Any], path: str, told: dict[str, Any]) -> dict[str, Any]:
    content = told.get("requestBody", {}).get("content", {})
    if "multipart/form-data" in content:
        return {"files": {"file": ("placements.csv", b"a,b\n1,2\n")}}
    if path.endswith("/facts"):
        return {"json": [{"kind": "note", "text": "A note."}]}
    if path.endswith("/person"):
        return {"params": {"id": WORD}}
    name = content.get("application/json", {}).get("schema", {}).get("$ref", "").rpartition("/")[2]
    required = spec["components"]["schemas"][name].get("required", []) if name else []
    return {"json": {field: SAID[field] for field in required}} if name else {}


def address(path: str) -> str:
    for name, value in {**OWN, **NAMED}.items():
        path = path.replace(f"{{{name}}}", value)
    return "/".join(ID if part.startswith("{") else part for part in path.split("/")).replace("{day}", "")


def rows(made: sa.Engine) -> dict[str, Any]:
    """All that `demo` has."""
    with transaction(made) as connection:
        found = {}
        for table in SECURED:
            mine = table.c.agency == DEMO if "agency" in table.c else sa.true()
            found[table.fullname] = sorted(map(repr, connection.execute(sa.select(table).where(mine))))
    return found


def test_no_endpoint_tells_another_agency_or_does_anything_for_it(everybody: sa.Engine) -> None:
    """Every endpoint of every service: what has an id of the other's is not there, lists are without it."""
    before = rows(everybody)
    for http in client(everybody, "rival"):
        tried = list(requests(http))
        assert len(tried) > 80
        for method, path, more in tried:
            answer = http.request(method, address(path), **more)
            words = f"{method} {path}: {answer.status_code} {answer.text[:300]}"
            assert answer.status_code < 500 or path == "/readyz", words
            assert ID not in answer.text.replace(address(path), ""), words
            if WORD not in address(path) and WORD not in str(more):
                assert WORD not in answer.text, words
            if ID in address(path) and not answer.is_success:
                assert answer.status_code in {401, 404, 409, 422}, words
    assert rows(everybody) == before
