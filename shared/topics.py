"""The one map of the topics: name, key, retention, who writes and who reads."""

from dataclasses import dataclass
from enum import StrEnum

from shared import facts

DAY_MS = 24 * 60 * 60 * 1000


class Topic(StrEnum):
    """The last part of a topic's name; the first is the installation's prefix."""

    PEOPLE = "people"
    MARKET = "market"
    TASKS = "tasks"
    QUARANTINE = "quarantine"

    def named(self, prefix: str) -> str:
        """The name on the broker, like `afterhire.people`."""
        return f"{prefix}.{self.value}"


@dataclass(frozen=True)
class Contract:
    """What holds for one topic."""

    key: str
    retention_ms: int
    """-1: for ever."""
    families: tuple[str, ...]
    """The modules of `shared/facts` whose events it carries."""
    writers: tuple[str, ...]
    readers: tuple[str, ...]


SERVICES = ("ingest", "calendar", "matching", "rules", "desk", "query")

CONTRACTS: dict[Topic, Contract] = {
    Topic.PEOPLE: Contract(
        key="agency/person",
        retention_ms=-1,
        families=(
            *("people", "placements", "roles", "dates", "outreach", "corrections"),
            *("contacts", "heard", "favours", "matches", "playbooks"),
        ),
        writers=("ingest", "calendar", "matching", "desk", "rules"),
        readers=SERVICES,
    ),
    Topic.MARKET: Contract(
        key="agency/job or resource",
        retention_ms=-1,
        families=("market",),
        writers=("ingest",),
        readers=("matching", "query"),
    ),
    Topic.TASKS: Contract(
        key="agency/person",
        retention_ms=-1,
        families=("tasks",),
        writers=("rules",),
        readers=("calendar", "desk", "query", "rules"),
    ),
    Topic.QUARANTINE: Contract(
        key="agency/person, or agency/record where no person is known",
        retention_ms=90 * DAY_MS,
        families=("quarantine",),
        writers=SERVICES,
        readers=("query",),
    ),
}

_TOPIC_OF_FAMILY = {family: topic for topic, contract in CONTRACTS.items() for family in contract.families}


def topic_of(event_type: str) -> Topic:
    """The topic that carries an event type; `KeyError` when the type is not registered."""
    return _TOPIC_OF_FAMILY[facts.kind_of(event_type).family]
