"""The frame of every HTTP service: health, metrics, who may call, and problems as answers."""

from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from importlib.metadata import version

from fastapi import APIRouter, Depends, FastAPI
from fastapi.params import Depends as Dependency
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.responses import PlainTextResponse, Response

from shared.access.verifier import LookUp
from shared.errors import MisconfiguredError
from shared.settings import Settings
from shared.web import access_api, description_api, docs_api, problem_kinds_api, problems_api
from shared.web.access_api import Access
from shared.web.guards_api import BodyLimit, SameOrigin
from shared.web.parameters_api import known_parameters
from shared.web.patience_api import BodyTime

LOOPBACK = ("127.0.0.1", "localhost", "::1")
Ready = Callable[[], None]
"""Returns when the service can do its work; raises `UnavailableError` when not yet."""
Lifespan = Callable[[FastAPI], AbstractAsyncContextManager[None]]


def create_app(
    settings: Settings,
    service: str,
    *,
    ready: Ready,
    lifespan: Lifespan | None = None,
    look_up: LookUp | None = access_api.nobodys,
) -> FastAPI:
    """A FastAPI app with `/healthz`, `/readyz` and `/metrics`; the service adds its routers.

    With `settings.api_token`, each request needs it or another token, except health checks and web hooks,
    which carry a signature of their own. Without it, only names of this machine are answered, and who sends
    no token is the installation's admin. Other tokens than that of the settings are those `look_up` knows.
    Where people sign in there is no `look_up`: the service itself asks, and other sites' forms are refused.
    """
    refusing = [Depends(known_parameters)] if look_up is not None else []
    app = _app(f"Afterhire {service}", lifespan, refusing)
    _guard(app, settings, look_up)
    app.state.ready, app.state.look_up = ready, look_up  # for `together`; services keep nothing in the state
    _add_health(app, [ready])
    return app


def together(settings: Settings, services: Sequence[FastAPI]) -> FastAPI:
    """Services as one app on one port, their routes and lifespans side by side; one alone as it is."""
    if len(services) == 1:
        return services[0]
    app = _app("Afterhire")
    _guard(app, settings, services[0].state.look_up)
    _add_health(app, [service.state.ready for service in services])
    for service in services:
        app.include_router(_its_own(service))
        app.webhooks.routes.extend(service.webhooks.routes)
    return app


def _its_own(service: FastAPI) -> APIRouter:
    """What the service adds to the frame, which is there once."""
    frame = {"/healthz", "/readyz", "/metrics", problem_kinds_api.PAGES, problem_kinds_api.ONE}
    routes = [route for route in service.router.routes if getattr(route, "path", None) not in frame]
    return APIRouter(routes=routes, lifespan=service.router.lifespan_context)


def _app(title: str, lifespan: Lifespan | None = None, each: Sequence[Dependency] = ()) -> FastAPI:
    app = FastAPI(
        title=title,
        version=version("afterhire"),
        lifespan=lifespan,
        dependencies=each,
        docs_url=None,
        redoc_url=None,
    )
    problems_api.install(app)
    problem_kinds_api.install(app)
    docs_api.install(app)
    description_api.install(app)
    return app


def check_address(settings: Settings) -> None:
    """Raise `MisconfiguredError` when anybody on the network could call without a token."""
    if settings.host not in LOOPBACK and settings.api_token is None:
        raise MisconfiguredError(
            f"AFTERHIRE_HOST is {settings.host}, which other machines can reach: set "
            "AFTERHIRE_API_TOKEN too, or listen on 127.0.0.1"
        )


def _guard(app: FastAPI, settings: Settings, look_up: LookUp | None) -> None:
    """The last one added is asked first. `look_up`: nobody's where people sign in at the service itself."""
    app.add_middleware(BodyLimit)
    app.add_middleware(BodyTime)
    if look_up is not None:
        app.add_middleware(Access, verifier=access_api.verifier(settings, look_up))
    if look_up is None or settings.api_token is None:
        app.add_middleware(SameOrigin)
    if settings.api_token is None:
        app.add_middleware(TrustedHostMiddleware, allowed_hosts=[*LOOPBACK, "[::1]"])


def _add_health(app: FastAPI, readies: Sequence[Ready]) -> None:
    """Routes of the app itself, so that `together` finds them by their paths and has them once."""

    @app.get("/healthz", summary="The process is alive.", tags=["health"])
    async def healthz() -> dict[str, str]:
        return {"status": "alive"}

    @app.get("/readyz", summary="The service can do its work.", tags=["health"])
    def readyz() -> dict[str, str]:
        for ready in readies:
            ready()
        return {"status": "ready"}

    @app.get(
        "/metrics",
        summary="Metrics in Prometheus' text format.",
        tags=["health"],
        response_class=PlainTextResponse,
    )
    def metrics() -> Response:
        return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)
