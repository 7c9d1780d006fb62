"""/v1/backtests: what another playbook would have done on the agency's own histories."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Path, Query
from fastapi.responses import HTMLResponse
from msgspec import json
from pydantic import BaseModel, Field

from services.rules.api.playbook import Toml
from services.rules.backtest.asked import Asked, Backtests
from services.rules.backtest.page import page
from services.rules.backtest.report import Report
from services.rules.backtest.request import span_of
from services.rules.playbook.reading import read
from shared.errors import MisconfiguredError, UnreadableError

BacktestId = Annotated[UUID, Path(description="The backtest's id, as asking for it gave it.")]
First = Annotated[
    date | None, Query(alias="from", description="The first day; without it a year before `to`.")
]
Last = Annotated[date | None, Query(alias="to", description="The last day; without it today.")]


class Backtest(BaseModel):
    """A backtest, as far as it is."""

    id: str
    state: Literal["running", "done", "failed"]
    asked_at: datetime
    first: date = Field(serialization_alias="from")
    last: date = Field(serialization_alias="to")
    done: int = Field(description="People whose histories were played so far.")
    people: int | None = Field(description="About how many there are; null before that is known.")
    reason: str | None = Field(description="Why it failed.")


class Found(Backtest):
    """A backtest with what it found."""

    report: dict[str, Any] | None = Field(
        description="What `afterhire backtest --json` prints; null unless it is done."
    )
    toml: str | None = Field(
        description="The playbook it was asked of, whole; null where an older version was asked."
    )


def router(backtests: Callable[[], Backtests]) -> APIRouter:
    """The routes of this resource."""
    routes = APIRouter(prefix="/v1/backtests", tags=["backtests"])

    @routes.post("", status_code=202, summary="Play the agency's histories under another playbook.")
    def ask(toml: Toml, first: First = None, last: Last = None) -> Backtest:
        new, office = read(toml), backtests()
        try:
            span = span_of(office.settings, first, last)
        except MisconfiguredError as error:
            raise UnreadableError(str(error), field="from") from error
        return Backtest(**_told(office.get(office.ask(new, span))))

    @routes.get("", summary="The backtests that were asked for, the newest first.")
    def list_() -> list[Backtest]:
        return [Backtest(**_told(one)) for one in backtests().all()]

    @routes.get("/{id}", summary="How far a backtest is, and what it found.")
    def get(id: BacktestId) -> Found:  # noqa: A002 - the name in the address
        one = backtests().get(str(id))
        report = json.decode(backtests().report(one.id)) if one.finished else None
        return Found(**_told(one), report=report, toml=backtests().toml(one.id))

    @routes.get("/{id}/page", summary="What it found, as a page with plots.", response_class=HTMLResponse)
    def as_page(id: BacktestId) -> HTMLResponse:  # noqa: A002 - the name in the address
        return HTMLResponse(page(json.decode(backtests().report(str(id)), type=Report)))

    return routes


def _told(one: Asked) -> dict[str, Any]:
    return {
        "id": one.id,
        "state": "done" if one.finished else "failed" if one.reason else "running",
        "asked_at": one.asked_at,
        "first": one.first,
        "last": one.last,
        "done": one.done,
        "people": one.people,
        "reason": one.reason,
    }
