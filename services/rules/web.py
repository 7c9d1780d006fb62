"""The rules service over HTTP; knows nothing of the stream."""

from functools import cache

from fastapi import FastAPI

from services.rules.api import drafts, playbook
from services.rules.drafts.writer import Writer
from services.rules.playbook.office import Office
from services.rules.playbook.store import Playbooks
from services.rules.tables import common, metadata
from shared.settings import Settings
from shared.web.api import create_app
from shared.wiring import Wiring


def app(settings: Settings) -> FastAPI:
    """The HTTP side; what it needs is made with the first request, so that it starts before the database."""
    parts = Wiring(settings, "rules", metadata, common)
    made = create_app(settings, "rules", ready=parts.ready)

    @cache
    def prepared() -> Wiring:
        parts.prepare()
        return parts

    def office() -> Office:
        return Office(settings.agency, prepared().engine, parts.clock)

    def writer() -> Writer:
        return Writer(settings.agency, prepared().engine, parts.vault, Playbooks(), settings.zone)

    made.include_router(playbook.router(cache(office)))
    made.include_router(drafts.router(cache(writer)))
    return made
