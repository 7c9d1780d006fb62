"""Writes `kafka.lock` anew after a change of version: `python -m services.local.relock`."""

import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from jgo.maven import Dependency, MavenContext

from services.local.jars import LOCK, digest, maven

KAFKA = ("org.apache.kafka:kafka_2.13:4.3.1", "org.apache.kafka:kafka-tools:4.3.1")
LOG_BINDING = "org.apache.logging.log4j:log4j-slf4j-impl:{version}"
"""Kafka brings log4j but nothing that lets its log calls reach it; taken alone, without dependencies."""


def lock_lines(context: MavenContext) -> list[str]:
    """The lines of the lock: all that Kafka needs at run time, with their SHA-256."""
    coordinates = sorted({_coordinate(one) for one in _resolved(context)})
    with ThreadPoolExecutor(8) as pool:
        return list(pool.map(lambda coordinate: _line(context, coordinate), coordinates))


def _resolved(context: MavenContext) -> list[Dependency]:
    named, needed = context.resolver.resolve([context.create_dependency(one) for one in KAFKA])
    logging = next(one for one in needed if one.artifactId == "log4j-core")
    return [*named, *needed, context.create_dependency(LOG_BINDING.format(version=logging.version))]


def _coordinate(dependency: Dependency) -> str:
    return f"{dependency.groupId}:{dependency.artifactId}:{dependency.version}"


def _line(context: MavenContext, coordinate: str) -> str:
    path = context.create_dependency(coordinate).artifact.resolve()
    return f"{coordinate} {digest(Path(path))}"


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch:
        lines = lock_lines(maven(Path(scratch)))
    LOCK.write_text("\n".join(lines) + "\n")
    sys.stdout.write(f"{LOCK.name}: {len(lines)} jars\n")
