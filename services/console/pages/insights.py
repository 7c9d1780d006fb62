"""Insights: what fields pay, how they hire, and how people speak of their employers."""

import asyncio
from collections.abc import Iterable
from datetime import date
from itertools import groupby
from typing import Annotated

from fastapi import APIRouter, Path, Request
from fastapi.responses import Response

from services.console.plots import columns, span
from services.console.rendering import page
from services.console.services import Json, Services

AT_ONCE = 20
BEST = 5
"""Of a rating."""
EMPTY = 0.8
"""Of the lowest pay, which is left out of a plot."""


def router(services: Services) -> APIRouter:
    """The routes of these pages."""
    routes = APIRouter(prefix="/insights")

    @routes.get("")
    async def show(request: Request, cursor: str | None = None) -> Response:
        paid, hiring, employers = await asyncio.gather(
            services.get("query", "/v1/insights/benchmarks"),
            services.get("query", "/v1/insights/trends"),
            services.get("query", "/v1/insights/employers", cursor=cursor, limit=AT_ONCE),
        )
        return page(
            request,
            "insights",
            benchmarks=_paid(paid["benchmarks"]),
            since=paid["since"],
            trends=[_hiring(one) for one in hiring["trends"]],
            employers=[_spoken_of(one) for one in employers["employers"]],
            next=employers["next"],
        )

    @routes.get("/employers/{employer}")
    async def employer(
        request: Request, employer: Annotated[str, Path(pattern="^[0-9a-f]{64}$")]
    ) -> Response:
        found = await services.get("query", f"/v1/insights/employers/{employer}")
        return page(request, "employer", employer=_spoken_of(found))

    return routes


def _paid(benchmarks: Iterable[Json]) -> list[tuple[str, list[Json]]]:
    """By currency, each bar on the scale of its currency."""
    by_currency = sorted(benchmarks, key=lambda one: one["currency"])
    found = groupby(by_currency, lambda one: one["currency"])
    return [(money, _on_scale(list(some))) for money, some in found]


def _on_scale(some: list[Json]) -> list[Json]:
    """Each bar on one scale, which begins somewhat below the lowest: pay is compared, not added up."""
    least, most = EMPTY * min(one["lower"] for one in some), max(one["upper"] for one in some)
    return [one | {"bar": span(one["lower"], one["median"], one["upper"], most, least)} for one in some]


def _hiring(trend: Json) -> Json:
    labelled = [(quarter(one["begins"]), one["jobs"]) for one in trend["quarters"]]
    named = [one | {"label": quarter(one["begins"])} for one in trend["quarters"]]
    return trend | {"quarters": named, "columns": columns(labelled)}


def quarter(begins: str) -> str:
    """`Q3 25` of the day on which a quarter begins."""
    day = date.fromisoformat(begins)
    return f"Q{(day.month + 2) // 3} {day:%y}"


def _spoken_of(one: Json) -> Json:
    rating = one["rating"]
    return one | {"bar": span(0, 0, rating["value"], BEST) if rating else None}
