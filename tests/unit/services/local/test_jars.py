"""Kafka's jars are used only when they are exactly the locked ones."""

import hashlib
from pathlib import Path

import pytest

from services.local.jars import Jar, locked_jars, verify
from shared.errors import MisconfiguredError

CONTENT = b"a jar"
JAR = Jar("org.example", "thing", "1.0", hashlib.sha256(CONTENT).hexdigest())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / JAR.name).write_bytes(CONTENT)
    return tmp_path


def test_the_locked_jars_are_accepted(folder: Path) -> None:
    """A folder with exactly the locked jars passes."""
    verify(folder, [JAR])


def test_a_changed_jar_stops_with_both_sums(folder: Path) -> None:
    """A jar with other bytes is named, with the expected and the found SHA-256."""
    (folder / JAR.name).write_bytes(b"another jar")
    found = hashlib.sha256(b"another jar").hexdigest()
    with pytest.raises(MisconfiguredError, match=f"thing.*expected SHA-256 {JAR.sha256}, found {found}"):
        verify(folder, [JAR])


def test_a_missing_jar_stops(folder: Path) -> None:
    """A jar the lock names but the folder lacks is named."""
    (folder / JAR.name).unlink()
    with pytest.raises(
        MisconfiguredError, match=r"lacks a jar that kafka.lock names, org.example.thing-1.0.jar"
    ):
        verify(folder, [JAR])


def test_an_extra_jar_stops(folder: Path) -> None:
    """A jar the lock does not name is refused, because Java might load it."""
    (folder / "evil.jar").write_bytes(CONTENT)
    with pytest.raises(MisconfiguredError, match=r"does not name, evil.jar: delete that folder"):
        verify(folder, [JAR])


def test_the_lock_pins_kafka_and_names_no_address() -> None:
    """The lock in the repository holds the two jars we ask for, and coordinates only."""
    names = {f"{jar.group}:{jar.artifact}:{jar.version}" for jar in locked_jars()}
    assert {"org.apache.kafka:kafka_2.13:4.3.1", "org.apache.kafka:kafka-tools:4.3.1"} <= names
    assert not any("/" in name for name in names)


def test_a_malformed_line_is_named_by_its_number(tmp_path: Path) -> None:
    """A lock that was edited by hand says where it went wrong."""
    lock = tmp_path / "kafka.lock"
    lock.write_text(f"org.example:thing:1.0 {JAR.sha256}\norg.example:thing 1.0\n")
    with pytest.raises(MisconfiguredError, match="line 2: expected `group:artifact:version sha256`"):
        locked_jars(lock)
