"""Who is looking."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from services.console import who
from services.console.rendering import page
from services.console.services import RefusedError, Services
from services.console.who import WITH, Session, Visitors
from shared.access.tokens import looks_like_one

Name = Annotated[str, Form(min_length=1, max_length=who.LONGEST)]
MOST_LOOKED_AT = 200
PEOPLE = ("recruiter", "manager", "admin")
"""Roles of tokens that are somebody's; a service is nobody who looks."""


def router(services: Services, visitors: Visitors) -> APIRouter:
    """The routes of this page."""
    routes, locked = APIRouter(), visitors.token is not None

    async def known() -> list[str]:
        """Whom tasks name; to nobody who has not shown yet that they may know."""
        if locked:
            return []
        found = await services.get("query", "/v1/tasks", limit=MOST_LOOKED_AT)
        return sorted({task["recruiter"] for task in found["tasks"] if task["recruiter"]})

    @routes.get("/who")
    async def ask(request: Request, then: str = "/") -> Response:
        return page(request, "who", known=await known(), then=_here(then), locked=locked, said_name="")

    @routes.post("/who")
    async def remember(
        request: Request,
        recruiter: Name,
        then: Annotated[str, Form()] = "/",
        token: Annotated[str, Form(max_length=1_000)] = "",
    ) -> Response:
        session = await _session(services, visitors, recruiter.strip(), token.strip())
        if session is None:
            return page(request, "who", 403, known=[], then=_here(then), locked=locked, said_name=recruiter)
        answer = RedirectResponse(_here(then), 303)
        visitors.remember(request, answer, session)
        return answer

    @routes.post("/who/leave")
    async def leave() -> Response:
        answer = RedirectResponse("/who", 303)
        who.forget(answer)
        return answer

    return routes


async def _session(services: Services, visitors: Visitors, recruiter: str, token: str) -> Session | None:
    """With the agency's token anybody of the agency; with one of their own a recruiter as themselves."""
    if visitors.may_enter(token):
        return Session(recruiter)
    if not looks_like_one(token):
        return None
    WITH.set(token)
    try:
        me = await services.get("query", "/v1/me")
    except RefusedError as refused:
        if refused.status in {401, 403}:
            return None
        raise
    finally:
        WITH.set(None)
    if me["role"] not in PEOPLE:
        return None
    return Session(me["recruiter"] or recruiter, token, frozenset(me["scopes"]))


def _here(then: str) -> str:
    """A page of ours, whatever the address says."""
    return then if then.startswith("/") and not then.startswith(("//", "/\\")) else "/"
