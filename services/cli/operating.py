"""What an operator does with a running installation."""

from typing import Any

from services.cli.outboxes import WRITERS, prepared
from services.desk.recovery import Recovery
from services.query import rebuild as query
from services.rules import rebuild as rules
from services.rules import tables as rules_tables
from services.rules.recovery import recovered
from shared.errors import MisconfiguredError
from shared.log.admin import create_topics
from shared.settings import Settings
from shared.topics import Topic
from shared.wiring import Wiring

Json = dict[str, Any]


def rebuild(settings: Settings, service: str) -> Json:
    """Build a service's state from the log once more."""
    match service:
        case "rules":
            return {"service": service, "records": rules.rebuild(settings)}
        case "query":
            return {"service": service, "records": query.rebuild(settings)}
        case _:
            raise MisconfiguredError(f"{service!r} has nothing to rebuild; `rules` and `query` have")


def recover(settings: Settings, service: str) -> Json:
    """Open a new writer epoch for a service whose database was put back to an earlier state."""
    parts = prepared(settings, service)
    relay = parts.relay()
    relay.stop(f"`afterhire recover {service}` was begun and has not ended: run it again")
    if service == "rules":
        told_on(settings)
    opened = relay.open_epoch(Recovery(parts).adopt) if service == "desk" else relay.open_epoch()
    return {"service": service, "epoch": opened.epoch, "again": opened.again, "beyond": len(opened.beyond)}


def told_on(settings: Settings) -> None:
    """Let the rules go on from what they told, although the database has forgotten some of it."""
    parts = Wiring(settings, "rules", rules_tables.metadata, rules_tables.common, though_stopped=True)
    recovered(parts, parts.log)


def init(settings: Settings) -> Json:
    """Make the topics, and the schemas of the services that write; what is there already stays."""
    create_topics(settings)
    for service in WRITERS:
        prepared(settings, service)
    return {"topics": [topic.named(settings.topic_prefix) for topic in Topic], "schemas": list(WRITERS)}
