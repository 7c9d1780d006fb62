"""The topics as an AsyncAPI 3 document, from the map of the topics and the registry of the events.

https://www.asyncapi.com/docs/reference/specification/v3.0.0
"""

from importlib.metadata import version

from shared.codec.cloudevent import attributes
from shared.contracts import schemas
from shared.facts import KINDS, Json, Kind
from shared.topics import CONTRACTS, Contract, Topic

VERSION = "3.0.0"
KAFKA = "0.5.0"
"""Of the Kafka bindings."""
FOR_EVER = "Kept for ever."


def document(prefix: str) -> Json:
    """All topics of an installation whose names start with the prefix, for who reads them."""
    return {
        "asyncapi": VERSION,
        "info": {
            "title": "Afterhire's log",
            "version": version("afterhire"),
            "description": "CloudEvents 1.0 in Kafka's binary mode. The records of one person are in one "
            "partition, in order. Personal fields are sealed with the person's key; whoever reads the log "
            "without keys sees the rest. An event may come again: `ce_id` says that it is the same.",
        },
        "defaultContentType": "application/json",
        "channels": {str(topic): _channel(topic, prefix, found) for topic, found in CONTRACTS.items()},
        "operations": {f"tell-{topic}": _telling(topic, CONTRACTS[topic]) for topic in Topic},
        "components": {
            "messages": {kind.name: _message(kind) for kind in _carried()},
            "schemas": {"headers": _headers()},
        },
    }


def _carried() -> list[Kind]:
    families = {family for contract in CONTRACTS.values() for family in contract.families}
    return sorted((kind for kind in KINDS.values() if kind.family in families), key=lambda kind: kind.name)


def _of(contract: Contract) -> list[Kind]:
    return [kind for kind in _carried() if kind.family in contract.families]


def _channel(topic: Topic, prefix: str, contract: Contract) -> Json:
    days = contract.retention_ms // 86_400_000
    kept = FOR_EVER if contract.retention_ms < 0 else f"Kept for {days} days."
    return {
        "address": topic.named(prefix),
        "description": f"Written by {', '.join(contract.writers)}. {kept}",
        "messages": {kind.name: {"$ref": f"#/components/messages/{kind.name}"} for kind in _of(contract)},
        "bindings": {"kafka": {"topic": topic.named(prefix), "bindingVersion": KAFKA}},
    }


def _telling(topic: Topic, contract: Contract) -> Json:
    return {
        "action": "send",
        "channel": {"$ref": f"#/channels/{topic}"},
        "summary": f"What {', '.join(contract.writers)} tell; keyed by {contract.key}.",
    }


def _message(kind: Kind) -> Json:
    schema = schemas.of_event(kind.name)
    return {
        "name": kind.name,
        "title": kind.name,
        "summary": schema["description"].split("\n")[0],
        "contentType": "application/json",
        "headers": {"$ref": "#/components/schemas/headers"},
        "payload": {"schemaFormat": "application/schema+json;version=draft-2020-12", "schema": schema},
        "bindings": {"kafka": {"key": {"type": "string"}, "bindingVersion": KAFKA}},
    }


def _headers() -> Json:
    said = attributes()
    return {
        "type": "object",
        "properties": {name: {"type": "string", "description": words} for name, words in said.items()},
        "required": [name for name in said if name != "ce_forwardedby"],
    }
