"""Signing in where the agency's people have their accounts."""

import hmac
from typing import Annotated

import msgspec
from fastapi import APIRouter, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import RedirectResponse, Response

from services.console.claims import Identity, UnknownPersonError
from services.console.pages.signing import form
from services.console.provider import Begun, Provider, SignInError
from services.console.services import Services
from services.console.who import Session, Visitors, here

COOKIE = "afterhire_signing_in"
LASTS_S = 600
"""How long somebody may take to sign in there."""
PATH = "/who"
DAYS = 1
"""How long the token is good that somebody works with; the console knows them for half of it."""
LOST = "This sign-in was not begun in this browser, or too long ago. Begin again."
FORBIDDEN = 403
Told = Annotated[str, Query(max_length=4_000)]


def router(services: Services, visitors: Visitors, provider: Provider) -> APIRouter:
    """The routes of this page."""
    routes = APIRouter(prefix=PATH)

    @routes.get("/provider")
    async def begin(request: Request, then: str = "/") -> Response:
        try:
            address, begun = await run_in_threadpool(provider.begin, here(then))
        except SignInError as refused:
            return form(request, FORBIDDEN, provider=True, refused=str(refused))
        answer = RedirectResponse(address, 303)
        sealed = visitors.seal(msgspec.json.encode(begun))
        visitors.keep(request, answer, COOKIE, sealed, LASTS_S, PATH)
        return answer

    @routes.get("/back")
    async def back(
        request: Request, state: Told = "", code: Told = "", error: Told = "", iss: Told = ""
    ) -> Response:
        try:
            begun = _begun(visitors, request, state)
            _check(provider, error, iss)
            claims = await run_in_threadpool(provider.finish, begun, code)
            session = await _session(services, provider.claims.whose(claims))
        except (SignInError, UnknownPersonError) as refused:
            return _forgotten(form(request, FORBIDDEN, provider=True, refused=str(refused)))
        answer = RedirectResponse(here(begun.then), 303)
        visitors.remember(request, answer, session)
        return _forgotten(answer)

    return routes


async def _session(services: Services, who: Identity) -> Session:
    """With a token of their own, made for this sign-in, so that services decide what they may."""
    own = who.recruiter if who.role == "recruiter" else None
    wish = {"name": f"console: {who.recruiter}"[:200], "role": who.role, "recruiter": own, "days": DAYS}
    made = await services.post("access", "/v1/tokens", wish)
    return Session(who.recruiter, made["secret"], frozenset(made["scopes"]), made["id"])


def _begun(visitors: Visitors, request: Request, state: str) -> Begun:
    """The sign-in that this browser began. Raises `SignInError` when it is another one, or none."""
    kept = visitors.unseal(request.cookies.get(COOKIE, ""), LASTS_S)
    if kept is None:
        raise SignInError(LOST)
    begun = msgspec.json.decode(kept, type=Begun)
    if not hmac.compare_digest(begun.state.encode(), state.encode()):
        raise SignInError(LOST)
    return begun


def _check(provider: Provider, error: str, iss: str) -> None:
    if error:
        raise SignInError(f"Your provider did not sign you in: {error}.")
    if iss and iss != provider.issuer:  # RFC 9207
        raise SignInError("This comes from another provider than your agency's.")


def _forgotten(answer: Response) -> Response:
    answer.delete_cookie(COOKIE, path=PATH)
    return answer
