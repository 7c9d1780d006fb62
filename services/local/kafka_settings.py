"""What the embedded Kafka node is told: one broker that is its own controller, on the loopback address."""

import base64
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from services.local.ports import LOOPBACK, free_ports
from shared.errors import MisconfiguredError

MIB = 1024 * 1024

LOGGING = """\
status = error
appender.out.type = Console
appender.out.name = out
appender.out.layout.type = PatternLayout
appender.out.layout.pattern = %d{ISO8601} %p %c{1}: %m%n
rootLogger.level = warn
rootLogger.appenderRef.out.ref = out
"""

ALONE = {
    "process.roles": "broker,controller",
    "node.id": "1",
    "controller.listener.names": "CONTROLLER",
    "listener.security.protocol.map": "CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT",
    "offsets.topic.replication.factor": "1",
    "transaction.state.log.replication.factor": "1",
    "transaction.state.log.min.isr": "1",
    "share.coordinator.state.topic.replication.factor": "1",
    "share.coordinator.state.topic.min.isr": "1",
    # Few groups and transactions: fifty partitions each would only make starting slow.
    "offsets.topic.num.partitions": "4",
    "transaction.state.log.num.partitions": "4",
    "share.coordinator.state.topic.num.partitions": "1",
    "group.initial.rebalance.delay.ms": "0",
    "auto.create.topics.enable": "false",
    # A fact is kept for ever; a topic that is not says so itself.
    "log.retention.ms": "-1",
    "log.retention.bytes": "-1",
    # A quarantined record carries a whole other record.
    "message.max.bytes": str(4 * MIB),
    "log.cleaner.dedupe.buffer.size": str(16 * MIB),
    # After a kill the node refuses itself until the session it had before is over.
    "broker.session.timeout.ms": "3000",
    "broker.heartbeat.interval.ms": "500",
}


@dataclass(frozen=True)
class Ports:
    """Where clients and the controller's quorum connect; a data folder keeps its ports."""

    clients: int
    quorum: int


def new_cluster_id() -> str:
    """An id as Kafka writes them: a random UUID in URL-safe base64, not starting with a dash."""
    return base64.urlsafe_b64encode(uuid.uuid4().bytes).decode().rstrip("=").replace("-", "A")


def kept_ports(properties: Path) -> Ports:
    """The ports a data folder keeps in its `server.properties`, or free ones for a new folder."""
    if not properties.exists():
        return Ports(*free_ports(2))
    listeners = dict(line.split("=", 1) for line in properties.read_text().splitlines()).get("listeners", "")
    match [address.rsplit(":", 1)[-1] for address in listeners.split(",")]:
        case [clients, quorum] if clients.isdigit() and quorum.isdigit():
            return Ports(int(clients), int(quorum))
        case _:
            raise MisconfiguredError(
                f"{properties}: expected two listeners with ports, found {listeners!r}; delete that file"
            )


def server_properties(ports: Ports, folder: Path, changes: Mapping[str, str]) -> str:
    """The text of `server.properties`; `changes` win over the defaults."""
    addresses = f"PLAINTEXT://{LOOPBACK}:{ports.clients},CONTROLLER://{LOOPBACK}:{ports.quorum}"
    settings = {
        **ALONE,
        "listeners": addresses,
        "advertised.listeners": addresses,
        "controller.quorum.bootstrap.servers": f"{LOOPBACK}:{ports.quorum}",
        "log.dirs": str(folder),
        **changes,
    }
    return "".join(f"{name}={value}\n" for name, value in settings.items())
