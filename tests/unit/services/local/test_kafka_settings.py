"""What the embedded Kafka node is told."""

from pathlib import Path

import pytest

from services.local.kafka_settings import Ports, kept_ports, new_cluster_id, server_properties
from shared.errors import MisconfiguredError


def test_a_data_folder_keeps_its_ports(tmp_path: Path) -> None:
    """What was written once is read back, so that clients find the node again."""
    properties = tmp_path / "server.properties"
    properties.write_text(server_properties(Ports(21_000, 21_001), tmp_path, {}))
    assert kept_ports(properties) == Ports(21_000, 21_001)


def test_a_new_folder_gets_two_different_ports(tmp_path: Path) -> None:
    """Clients and the quorum never share a port."""
    ports = kept_ports(tmp_path / "server.properties")
    assert ports.clients != ports.quorum


def test_unreadable_properties_are_named(tmp_path: Path) -> None:
    """A file edited by hand stops with its name and what to do."""
    properties = tmp_path / "server.properties"
    properties.write_text("listeners=somewhere\n")
    with pytest.raises(MisconfiguredError, match="expected two listeners with ports, found 'somewhere'"):
        kept_ports(properties)


def test_nothing_is_deleted_and_nothing_is_made_by_accident(tmp_path: Path) -> None:
    """Facts are kept for ever, and a mistyped topic is an error instead of a topic."""
    text = server_properties(Ports(1, 2), tmp_path, {})
    assert "log.retention.ms=-1\n" in text
    assert "log.retention.bytes=-1\n" in text
    assert "auto.create.topics.enable=false\n" in text


def test_changes_win_over_the_defaults(tmp_path: Path) -> None:
    """A test or an operator can change any setting."""
    assert "message.max.bytes=1\n" in server_properties(Ports(1, 2), tmp_path, {"message.max.bytes": "1"})


def test_cluster_ids_are_what_kafka_accepts() -> None:
    """Twenty-two characters, and no leading dash that a command line would take for an option."""
    ids = [new_cluster_id() for _ in range(200)]
    assert all(len(one) == 22 and not one.startswith("-") for one in ids)
