"""Backtests asked for over HTTP, on a real PostgreSQL, in processes of their own."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from threading import Event as Flag
from typing import Any, TypeVar

import pytest
import sqlalchemy as sa
from fastapi.testclient import TestClient

from services.rules import web
from services.rules.backtest import asked
from services.rules.backtest.counts import Span
from services.rules.playbook.reading import read
from services.rules.playbook.writing import differences
from services.rules.tables import backtests
from shared.database import transaction
from shared.envelope import Event, computed_id, moment
from shared.facts.placements import PlacementStarted
from shared.facts.spans import exactly
from shared.settings import Settings

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
TOML = {"Content-Type": "application/toml"}
RARER = "[plays.check_in_on_settling_in]\ndays = [30]\n"
SPRING = {"from": "2026-03-01", "to": "2026-06-30"}
Rules = Any
T = TypeVar("T")


@pytest.fixture
def http(rules: Rules, settings: Settings) -> Iterator[TestClient]:
    """The service of an agency that has placed one person."""
    started = PlacementStarted(feed="greenhouse", placement="p", starts=exactly(date(2026, 3, 2)))
    rules.take(
        Event(
            id=computed_id("fact", started),
            agency="demo",
            subject=computed_id("person", 1),
            source="test",
            occurred=moment(AT),
            recorded_at=AT,
            body=started,
        )
    )
    with TestClient(web.app(settings), raise_server_exceptions=False, base_url="http://127.0.0.1") as client:
        yield client


def ended(look: Callable[[], T], running: Callable[[T], bool]) -> T:
    """What is seen once it runs no more; each look takes some milliseconds."""
    return next(seen for _ in range(20_000) if not running(seen := look()))


@contextmanager
def another_runs(rules: Rules) -> Iterator[None]:
    """While the agency's lock is held by somebody."""
    key = sa.func.hashtextextended("backtest of demo", 0)
    with rules.parts.engine.connect() as guard:
        assert guard.execute(sa.select(sa.func.pg_try_advisory_lock(key))).scalar()
        guard.commit()
        yield
        guard.invalidate()


def left_behind(rules: Rules) -> str:
    """A backtest that neither ended nor runs."""
    values = {"agency": "demo", "id": computed_id("backtest"), "asked_at": AT}
    days = {"first": date(2026, 3, 1), "last": date(2026, 6, 30)}
    with transaction(rules.parts.engine) as connection:
        connection.execute(sa.insert(backtests).values(values | days))
    return str(values["id"])


def test_a_backtest_runs_in_the_background_and_its_report_is_kept(http: TestClient) -> None:
    """As JSON and as a page; it says how far it is meanwhile."""
    begun = http.post("/v1/backtests", content=RARER, headers=TOML, params=SPRING)
    assert begun.status_code == 202
    id_ = begun.json()["id"]
    found = ended(lambda: http.get(f"/v1/backtests/{id_}").json(), lambda it: it["state"] == "running")
    assert (found["state"], found["reason"], found["done"], found["people"]) == ("done", None, 1, 1)
    assert found["report"]["total"]["raised"]["difference"] < 0
    assert differences(read(found["toml"]), read(RARER)) == []
    assert [one["id"] for one in http.get("/v1/backtests").json()] == [id_]
    assert http.get(f"/v1/backtests/{id_}/page").text.startswith("<!doctype html>")


def test_one_runs_at_a_time(http: TestClient, rules: Rules) -> None:
    """The second one is told so, and leaves nothing."""
    with another_runs(rules):
        refused = http.post("/v1/backtests", content=RARER, headers=TOML)
    assert (refused.status_code, refused.json()["type"]) == (409, "/v1/problems/conflict")
    assert http.get("/v1/backtests").json() == []


def test_what_a_killed_process_left_has_failed(http: TestClient, rules: Rules) -> None:
    """Only once nobody runs it; then another one may begin."""
    id_ = left_behind(rules)
    with another_runs(rules):
        assert http.get(f"/v1/backtests/{id_}").json()["state"] == "running"
    found = http.get(f"/v1/backtests/{id_}").json()
    assert (found["state"], found["reason"]) == ("failed", asked.BROKEN_OFF)
    assert http.get(f"/v1/backtests/{id_}/page").status_code == 404


def test_a_service_that_ends_gives_it_up(rules: Rules, settings: Settings) -> None:
    """And says so."""
    stopping = Flag()
    stopping.set()
    office = asked.Backtests(settings, rules.parts.engine, stopping)
    id_ = office.ask(read(RARER), Span(date(2026, 3, 1), date(2026, 6, 30)))
    found = ended(lambda: office.get(id_), lambda it: it.reason is None)
    assert found.reason == asked.BROKEN_OFF


@pytest.mark.parametrize(
    ("content", "params", "field"),
    [(RARER, {"from": "2026-06-02", "to": "2026-06-01"}, "from"), ("[plays.nothing]\non = true\n", {}, None)],
)
def test_what_cannot_be_played_is_refused(
    http: TestClient, content: str, params: dict[str, str], field: str | None
) -> None:
    """Days in the wrong order, a playbook with mistakes."""
    refused = http.post("/v1/backtests", content=content, headers=TOML, params=params)
    assert (refused.status_code, refused.json().get("field")) == (422, field)


def test_an_unknown_backtest_is_not_found(http: TestClient) -> None:
    """By any id."""
    assert http.get(f"/v1/backtests/{computed_id('none')}").status_code == 404
