"""The kinds of problems there are, each with a page that says what it means and what to do."""

import tomllib
from functools import lru_cache
from html import escape
from importlib.resources import files

import msgspec
from fastapi import FastAPI
from fastapi_problem.error import Problem
from starlette.responses import HTMLResponse, JSONResponse, Response

from shared.errors import NotFoundError

PAGES = "/v1/problems"
ONE = f"{PAGES}/{{name}}"
PAGE = """<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title></head>
<body><main><h1>{title}</h1>
<p><code>{address}</code>, status {status}</p>
<h2>What it means</h2><p>{meaning}</p>
<h2>What to do</h2><p>{remedy}</p>
<p><a href="../problems">All kinds of problems</a></p></main></body>
</html>
"""
ALL = """<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Problems</title></head>
<body><main><h1>Problems an answer may be</h1><ul>{lines}</ul></main></body>
</html>
"""
POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"


class Kind(msgspec.Struct, frozen=True):
    """One kind of problem, the same for all services."""

    status: int
    title: str
    meaning: str
    remedy: str


@lru_cache(maxsize=1)
def kinds() -> dict[str, Kind]:
    """Every kind by its name, from the file beside this module."""
    said = tomllib.loads((files("shared.web") / "problems.toml").read_text("utf-8"))
    return msgspec.convert(said, dict[str, Kind])


def address(name: str) -> str:
    """The `type` of a kind: where its page is, on the same server."""
    return f"{PAGES}/{name}"


def problem(name: str, detail: str, *, headers: dict[str, str] | None = None, **extras: object) -> Problem:
    """A problem of a kind that is documented; `KeyError` for another, which a test of each caller finds."""
    kind = kinds()[name]
    return Problem(
        kind.title, type_=address(name), detail=detail, status=kind.status, headers=headers, **extras
    )


def answer(name: str, detail: str, headers: dict[str, str] | None = None) -> JSONResponse:
    """The same as an answer, for guards, which stand before what makes one of errors."""
    kind = kinds()[name]
    content = {"type": address(name), "title": kind.title, "status": kind.status, "detail": detail}
    return JSONResponse(content, kind.status, headers, "application/problem+json")


def install(app: FastAPI) -> None:
    """Serve the pages, to whoever asks: they say nothing of anybody."""

    @app.get(PAGES, include_in_schema=False)
    async def every() -> Response:
        lines = (
            f'<li><a href="problems/{name}">{name}</a>: {kind.title}</li>' for name, kind in kinds().items()
        )
        return _page(ALL.format(lines="".join(lines)))

    @app.get(ONE, include_in_schema=False)
    async def one(name: str) -> Response:
        kind = kinds().get(name)
        if kind is None:
            raise NotFoundError(f"There is no problem called {name!r}.")
        said = {field: escape(str(value)) for field, value in msgspec.structs.asdict(kind).items()}
        return _page(PAGE.format(address=address(name), **said))


def _page(content: str) -> Response:
    return HTMLResponse(content, headers={"Content-Security-Policy": POLICY})
