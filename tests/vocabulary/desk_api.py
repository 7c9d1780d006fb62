"""The vocabulary of the tests of the desk's HTTP API: a desk with two open tasks, and who asks it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from uuid import UUID

from fastapi.testclient import TestClient
from httpx2 import Response
from vocabulary.handled import Clocked, fact, give, parts_of

from services.desk import api
from services.desk.desk import Desk
from services.desk.handler import DeskHandler
from services.desk.tables import common, metadata
from shared.facts.tasks import TaskPlanned
from shared.web.api import create_app

TASK, OTHER = str(UUID(int=100)), str(UUID(int=101))


def planned(task: str, play: str) -> TaskPlanned:
    return TaskPlanned(
        task=task,
        revision=1,
        play=play,
        about=str(UUID(int=900)),
        occurrence="once",
        opens_on=date(2026, 3, 1),
        closes_on=date(2026, 3, 30),
        side="care",
        importance=3,
    )


@contextmanager
def desk_of(database_url: str) -> Iterator[Clocked]:
    """The parts of a desk with a task that asks about onboarding and one to get to know somebody."""
    with parts_of(database_url, "desk", metadata, common) as parts:
        tasks = (planned(TASK, "ask_about_onboarding"), planned(OTHER, "get_to_know_them"))
        give(parts, DeskHandler(_desk(parts)), *map(fact, tasks))
        yield parts


def client(parts: Clocked) -> TestClient:
    """Somebody who asks that desk."""
    app = create_app(parts.settings, "desk", ready=parts.ready, look_up=parts.principal)
    app.include_router(api.router(lambda: _desk(parts)))
    return TestClient(app, raise_server_exceptions=False, base_url="http://127.0.0.1")


def verb(http: TestClient, verb: str, by: str = "ann", task: str = TASK, **headers: str) -> Response:
    """Ask for a verb that needs no more than who asks."""
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    return http.post(f"/v1/tasks/{task}/{verb}", json={"by": by}, headers=given)


def _desk(parts: Clocked) -> Desk:
    return Desk(parts.settings, parts.engine, parts.outbox, parts.clock)
