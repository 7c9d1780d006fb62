"""The access service: tokens over HTTP. Reads and writes no topic."""

import sqlalchemy as sa
from fastapi import FastAPI

from services.access import tokens_api
from shared.settings import Settings
from shared.web.api import create_app
from shared.wiring import Wiring, shared_tables


def wiring(settings: Settings) -> Wiring:
    """The service's parts; it writes nothing but tokens, so of the tables every service has it makes none."""
    metadata = sa.MetaData(schema="access")
    return Wiring(settings, "access", metadata, shared_tables(metadata))


def app(settings: Settings) -> FastAPI:
    """The HTTP side; what it needs is made with the first request, so that it starts before the database."""
    parts = wiring(settings)
    made = create_app(settings, "access", ready=parts.ready, lifespan=parts.serving, look_up=parts.principal)
    made.include_router(tokens_api.router(lambda: parts.tokens))
    return made
