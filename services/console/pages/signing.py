"""Who is looking."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from services.console import who
from services.console.rendering import page
from services.console.services import RefusedError, Services
from services.console.who import WITH, Session, Visitors, here
from shared.access.tokens import looks_like_one
from shared.telemetry import logger

Name = Annotated[str, Form(min_length=1, max_length=who.LONGEST)]
MOST_LOOKED_AT = 200
PEOPLE = ("recruiter", "manager", "admin")
"""Roles of tokens that are somebody's; a service is nobody who looks."""


def router(services: Services, visitors: Visitors, *, provider: bool) -> APIRouter:
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
        return form(request, then=then, locked=locked, provider=provider, known=await known())

    @routes.post("/who")
    async def remember(
        request: Request,
        recruiter: Name,
        then: Annotated[str, Form()] = "/",
        token: Annotated[str, Form(max_length=1_000)] = "",
    ) -> Response:
        session = await _session(services, visitors, recruiter.strip(), token.strip())
        if session is None:
            return form(request, 403, then=then, locked=locked, provider=provider, said_name=recruiter)
        answer = RedirectResponse(here(then), 303)
        visitors.remember(request, answer, session)
        return answer

    @routes.post("/who/leave")
    async def leave(request: Request) -> Response:
        await _end(services, visitors.session(request))
        answer = RedirectResponse("/who", 303)
        who.forget(answer)
        return answer

    return routes


def form(  # noqa: PLR0913 - what the page may say
    request: Request,
    status: int = 200,
    /,
    *,
    provider: bool,
    then: str = "/",
    locked: bool = True,
    known: Sequence[str] = (),
    said_name: str = "",
    refused: str | None = None,
) -> Response:
    """The page that asks who is looking; `refused`: why somebody was not let in by the agency's provider."""
    return page(
        request,
        "who",
        status,
        then=here(then),
        locked=locked,
        provider=provider,
        known=known,
        said_name=said_name,
        refused=refused,
    )


async def _end(services: Services, session: Session | None) -> None:
    """End the token that was made for a session; where that cannot be done, it ends within a day."""
    if session is None or session.made is None:
        return
    try:
        await services.delete("access", f"/v1/tokens/{session.made}")
    except RefusedError as refused:
        logger().warning("token-not-ended", token=session.made, reason=refused.detail)


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
