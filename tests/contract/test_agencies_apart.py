"""Two agencies in one database: whatever one asks for, nothing of the other's is in the answer."""

import base64
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import sqlalchemy as sa
from fastapi.testclient import TestClient
from httpx2 import Response
from pydantic import SecretStr
from vocabulary.others import DEMO, ID, SECURED, WORD, fill, of_everybody

from services.access import service as access
from services.desk import service as desk
from services.ingest import service as ingest
from services.query import filled
from services.query import service as query
from services.query.tables import LIVE, in_schema
from services.rules import web as rules
from shared.access.principal import Role
from shared.access.tokens import Wanted
from shared.database import transaction
from shared.settings import Settings
from shared.web.api import together

APART = {"/v1/tasks/stream", "/readyz"}
"""One has no end; the other asks Kafka, which is not there."""
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
    with transaction(made) as connection:
        filled.note(connection, in_schema(LIVE))
    yield made
    made.dispose()


@contextmanager
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
        together(settings, apps),
        raise_server_exceptions=False,
        base_url="http://127.0.0.1",
        follow_redirects=False,
    ) as http:
        http.headers["Authorization"] = f"Bearer {token}"
        yield http


def requests(http: TestClient) -> Iterator[Asked]:
    """Each endpoint, asked for what is `demo`'s, with what it has to be told."""
    spec = http.get("/openapi.json").json()
    for path, methods in spec["paths"].items():
        for method, told in methods.items():
            if path not in APART:
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
    return "/".join(ID if part.startswith("{") else part for part in path.split("/"))


def rows(made: sa.Engine) -> dict[str, Any]:
    """All that `demo` has."""
    with transaction(made) as connection:
        found = {table.fullname: connection.execute(sa.select(table)) for table in SECURED}
        return {
            name: sorted(each for each in map(repr, rows) if ID in each or DEMO in each)
            for name, rows in found.items()
        }


def test_no_endpoint_tells_another_agency_or_does_anything_for_it(everybody: sa.Engine) -> None:
    """Every endpoint of every service: what has an id of the other's is not there, lists are without it."""
    before = rows(everybody)
    assert told(everybody, "rival") == {}
    assert rows(everybody) == before
    assert len(told(everybody, DEMO)) > 40  # so much there was to tell


def told(everybody: sa.Engine, agency: str) -> dict[str, str]:
    """What an agency's admin is told too much, for another one, by endpoint."""
    with client(everybody, agency) as http:
        tried = list(requests(http))
        assert len(tried) > 80
        answers = {
            f"{method} {path}": _wrong(http.request(method, address(path), **more), f"{address(path)} {more}")
            for method, path, more in tried
        }
    return {asked: wrong for asked, wrong in answers.items() if wrong}


def _wrong(answer: Response, asked: str) -> str | None:
    """What an answer says too much; who asks by an id or a name knows it already."""
    there = ID in asked and answer.status_code not in {401, 404, 409, 422}
    names = any(word in answer.text for word in (ID, WORD) if word not in asked)
    return f"{answer.status_code} {answer.text[:300]}" if there or names or answer.is_server_error else None
