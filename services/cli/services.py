"""Which services there are, and what each runs. Imported late: a process loads only its own service."""

from collections.abc import Callable

from services.cli.serving import serve, work
from shared.errors import MisconfiguredError
from shared.settings import Settings


def run(name: str, settings: Settings) -> None:
    """Run a service in this process until it is told to end; `MisconfiguredError` names those there are."""
    try:
        chosen = SERVICES[name]
    except KeyError:
        raise MisconfiguredError(f"there is no service {name!r}; there are: {', '.join(SERVICES)}") from None
    chosen(settings)


def _ingest(settings: Settings) -> None:
    from services.ingest import service

    serve(settings, "ingest", [service.app(settings)], service.run)


def _desk(settings: Settings) -> None:
    from services.desk import service

    serve(settings, "desk", [service.app(settings)], service.run)


def _query(settings: Settings) -> None:
    from services.query import service

    serve(settings, "query", [service.app(settings)])


def _rules_web(settings: Settings) -> None:
    from services.rules import web

    serve(settings, "rules", [web.app(settings)])


def _access(settings: Settings) -> None:
    from services.access import service

    serve(settings, "access", [service.app(settings)])


def _http(settings: Settings) -> None:
    from services.access import service as access
    from services.desk import service as desk
    from services.ingest import service as ingest
    from services.query import service as query
    from services.rules import web as rules

    serve(settings, "http", [each.app(settings) for each in (ingest, desk, query, rules, access)])


def _console(settings: Settings) -> None:
    from services.console import service

    pages = service.app(settings)
    serve(settings.model_copy(update={"port": settings.console_port}), "console", [pages])


def _ingest_worker(settings: Settings) -> None:
    from services.ingest import service

    work(settings, "ingest", service.run)


def _desk_worker(settings: Settings) -> None:
    from services.desk import service

    work(settings, "desk", service.run)


def _projector(settings: Settings) -> None:
    from services.query import service

    work(settings, "query", service.run)


def _calendar(settings: Settings) -> None:
    from services.calendar import service

    work(settings, "calendar", service.run)


def _matching(settings: Settings) -> None:
    from services.matching import service

    work(settings, "matching", service.run)


def _rules(settings: Settings) -> None:
    from services.rules import service

    work(settings, "rules", service.run)


def _relay(settings: Settings) -> None:
    """The relays of all services; of each service one works at a time, however many run."""
    from services.cli.outboxes import WRITERS, relay

    work(settings, "relay", *map(relay, WRITERS))


SERVICES: dict[str, Callable[[Settings], None]] = {
    "ingest": _ingest,
    "calendar": _calendar,
    "matching": _matching,
    "rules": _rules,
    "rules-web": _rules_web,
    "desk": _desk,
    "query": _query,
    "access": _access,
    "projector": _projector,
    "relay": _relay,
    "http": _http,
    "console": _console,
    "ingest-worker": _ingest_worker,
    "desk-worker": _desk_worker,
}
"""`http` is ingest, desk, query, rules and access on one port, without the workers that stand beside it."""
