"""Who is looking."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from services.console import who
from services.console.rendering import page
from services.console.services import Services

Name = Annotated[str, Form(min_length=1, max_length=who.LONGEST)]
MOST_LOOKED_AT = 200


def router(services: Services) -> APIRouter:
    """The routes of this page."""
    routes = APIRouter()

    @routes.get("/who")
    async def ask(request: Request, then: str = "/") -> Response:
        found = await services.get("query", "/v1/tasks", limit=MOST_LOOKED_AT)
        known = sorted({task["recruiter"] for task in found["tasks"] if task["recruiter"]})
        return page(request, "who", known=known, then=_here(then))

    @routes.post("/who")
    async def remember(recruiter: Name, then: Annotated[str, Form()] = "/") -> Response:
        answer = RedirectResponse(_here(then), 303)
        who.remember(answer, recruiter.strip())
        return answer

    @routes.post("/who/leave")
    async def leave() -> Response:
        answer = RedirectResponse("/who", 303)
        who.forget(answer)
        return answer

    return routes


def _here(then: str) -> str:
    """A page of ours, whatever the address says."""
    return then if then.startswith("/") and not then.startswith(("//", "/\\")) else "/"
