"""The desk's HTTP API: the verbs of a recruiter."""

from collections.abc import Callable

from fastapi import APIRouter

from services.desk.api import recruiters, tasks
from services.desk.desk import Desk
from services.desk.handovers import Handovers


def router(desk: Callable[[], Desk]) -> APIRouter:
    """The routes; `desk` gives what carries out the commands, or raises `UnavailableError` when not yet."""
    routes = APIRouter(tags=["desk"])
    routes.include_router(tasks.router(desk))
    routes.include_router(recruiters.router(lambda: Handovers(desk())))
    return routes
