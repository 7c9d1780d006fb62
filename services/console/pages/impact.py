"""Impact: what the work came to, of the agency and of each recruiter, and what people say of it."""

import asyncio
from collections.abc import Iterable
from urllib.parse import quote

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.console.pages.insights import quarter
from services.console.plots import Column, columns, parts, span
from services.console.rendering import page
from services.console.services import Json, Services

SHOWN = 10
LEAST_YEARS, MOST_YEARS = 5, 10
HIGHEST = 10
"""Of a score."""
ANSWERS = ("promoters", "passives", "detractors")
STEPS = (("placed", "Placed"), ("offered", "Offered help with a team"), ("won", "Became clients"))


def router(services: Services) -> APIRouter:
    """The routes of these pages."""
    routes = APIRouter(prefix="/impact")

    @routes.get("")
    async def agency(request: Request) -> Response:
        impact, reputation, conversions = await asyncio.gather(
            services.get("query", "/v1/impact"),
            services.get("query", "/v1/reputation"),
            services.get("query", "/v1/conversions", limit=SHOWN),
        )
        return page(
            request,
            "impact",
            impact=impact,
            years=_by_year(impact["by_year"]),
            reputation=_said(reputation),
            conversions=conversions,
            steps=_steps(conversions),
        )

    @routes.get("/recruiters/{recruiter:path}")
    async def recruiter(request: Request, recruiter: str) -> Response:
        impact = await services.get("query", f"/v1/impact/recruiters/{quote(recruiter)}")
        return page(request, "impact_of", impact=impact, years=_by_year(impact["by_year"]))

    return routes


def _by_year(years: Iterable[Json]) -> list[Column]:
    """Of five to ten years, those without anybody too."""
    known = {one["year"]: one["careers"] for one in years}
    if not known:
        return []
    last = max(known)
    since = max(min(*known, last - LEAST_YEARS + 1), last - MOST_YEARS + 1)
    return columns([(str(year), known.get(year)) for year in range(since, last + 1)])


def _said(reputation: Json) -> Json:
    people = reputation["satisfaction"]
    bars = parts(people[name] for name in ANSWERS)
    quarters = [(quarter(one["begins"]), one["average"]) for one in reputation["quarters"]]
    return reputation | {
        "parts": list(zip(ANSWERS, bars, strict=False)),
        "columns": columns(quarters, HIGHEST),
        "quarters": [one | {"label": quarter(one["begins"])} for one in reputation["quarters"]],
    }


def _steps(conversions: Json) -> list[Json]:
    most = max(conversions[name] for name, _ in STEPS)
    return [
        {"label": label, "people": conversions[name], "bar": span(0, 0, conversions[name], most)}
        for name, label in STEPS
    ]
