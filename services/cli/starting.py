"""`afterhire up`: a real Kafka, a real PostgreSQL and all services on this machine."""

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from rich.console import Console

from services.cli import installation, queue, sample
from services.cli.client import Client
from services.cli.progress import bar
from services.local.home import choose_home, locked
from services.local.kafka import KafkaNode
from services.local.ports import free_ports, is_free
from services.local.postgres import PostgresNode
from services.local.supervisor import Supervisor
from services.local.worker import Worker
from shared.clock import day_of
from shared.errors import MisconfiguredError, UnavailableError
from shared.log.admin import create_topics
from shared.settings import Settings, load

WORKERS = ("relay", "rules", "calendar", "matching", "projector", "ingest-worker", "desk-worker")
READY_S = 60.0
QUEUE_S = 90.0
FAILED = 1


def up(out: Console, *, once: bool, with_demo: bool) -> int:
    """Start everything, show the queue, serve until a signal; the exit code.

    With `once` ends after the queue was shown: 1 when a play of the demo has no task.
    """
    asked = load()
    home = choose_home(asked.home, Path.cwd())
    refusal = f"Afterhire already runs in {home}: stop it there first (Ctrl-C), or set another AFTERHIRE_HOME"
    with locked(home / "lock", refusal=refusal):
        return _Run(home, out, once=once, with_demo=with_demo).through()


class _Run:
    def __init__(self, home: Path, out: Console, *, once: bool, with_demo: bool) -> None:
        self._home = home
        self._out = out
        self._once = once
        self._with_demo = with_demo
        self._missing: list[str] = []
        self._logs = home / "logs"

    def through(self) -> int:
        with bar(self._out) as progress:
            postgres = PostgresNode(self._home / "postgres", progress=progress)
            kafka = KafkaNode(self._home / "kafka", progress=progress)
            postgres.prepare()
            kafka.prepare()
        with Supervisor(report=self._say) as supervisor:
            self._start_servers(supervisor, postgres, kafka)
            settings = self._configure(postgres.url, kafka.bootstrap)
            self._start_services(supervisor, settings)
            self._show(supervisor, settings)
            if not self._once:
                self._serve(supervisor, settings)
        self._say(f"Stopped; everything is kept in {self._home}.")
        return FAILED if self._once and self._missing else 0

    def _start_servers(self, supervisor: Supervisor, postgres: PostgresNode, kafka: KafkaNode) -> None:
        with self._doing(f"PostgreSQL and Kafka, with what they hold in {self._home}"):
            supervisor.start(postgres, kafka)

    def _configure(self, database_url: str, kafka: str) -> Settings:
        """Settings of this run: what the environment says, else what the embedded servers are."""
        found = {
            "AFTERHIRE_HOME": str(self._home),
            "AFTERHIRE_PORT": str(self._port("port")),
            "AFTERHIRE_CONSOLE_PORT": str(self._port("console_port")),
            **installation.kept_secrets(self._home),
            **{name: value for name, value in os.environ.items() if name.startswith("AFTERHIRE_")},
            "AFTERHIRE_DATABASE_URL": database_url,
            "AFTERHIRE_KAFKA": kafka,
        }
        installation.write_variables(self._home / installation.RUNNING, found)
        os.environ.update(found)
        return load()

    def _port(self, name: str) -> int:
        """The usual port; another when that is taken, unless it was asked for."""
        usual, variable = getattr(load(), name), f"AFTERHIRE_{name.upper()}"
        if is_free(usual):
            return int(usual)
        if variable in os.environ:
            raise MisconfiguredError(f"{variable} is {usual}, where another program listens: choose another")
        (other,) = free_ports(1)
        self._say(f"Another program listens on port {usual}; using {other} this time.")
        return other

    def _start_services(self, supervisor: Supervisor, settings: Settings) -> None:
        with self._doing("topics and services"):
            create_topics(settings)
            workers = [self._worker(name) for name in (*WORKERS, "console")]
            http = self._worker("http", ready=lambda: _answers(settings))
            supervisor.start(http, *workers, limit=READY_S)

    def _worker(self, name: str, ready: Callable[[], bool] = lambda: True) -> Worker:
        self._logs.mkdir(mode=0o700, exist_ok=True)
        command = (sys.executable, "-m", "services.cli", "run", name)
        return Worker(
            name, command, environment=dict(os.environ), log=self._logs / f"{name}.log", ready=ready
        )

    def _show(self, supervisor: Supervisor, settings: Settings) -> None:
        with Client(settings) as client:
            today = day_of(settings.clock.now(), settings.zone)
            if self._with_demo:
                self._send_demo(supervisor, settings, client, today)
            queue.show_today(self._out, client, today)
        for play in self._missing:
            where = self._logs / "rules.log"
            said = (
                f"no task of the play {play} came within {QUEUE_S:.0f} s: the playbook in force may ask for "
                f"none, or {where} says why"
            )
            self._out.print(said, style="red", markup=False)

    def _send_demo(self, supervisor: Supervisor, settings: Settings, client: Client, today: date) -> None:
        """Send the sample agency's feeds; what was sent before changes nothing."""
        with self._doing("the sample agency's feeds and its recruiters' words, through the API"):
            refused = sample.send(client, settings, today)
        for each in refused:
            self._say(f"of the sample agency was refused: {each}")
        if refused:
            self._say("`afterhire up --no-demo` starts without it.")
            return
        plays = queue.played(client)
        with self._doing("the rules, and what its recruiters have done"):
            supervisor.wait_for(
                lambda: sample.act(client, today) and not queue.absent(client, plays), QUEUE_S
            )
            self._missing = queue.absent(client, plays)

    def _serve(self, supervisor: Supervisor, settings: Settings) -> None:
        address = f"http://{settings.host}:{settings.port}"
        console = f"http://{settings.host}:{settings.console_port}"
        self._out.print(f"\nThe console is at [bold]{console}[/bold].")
        self._out.print(f"The API listens on [bold]{address}[/bold]; its documents are at {address}/docs.")
        self._out.print(
            "Ask from another terminal: `afterhire tasks`, `afterhire why TASK`. Ctrl-C ends all."
        )
        supervisor.watch()

    @contextmanager
    def _doing(self, what: str) -> Iterator[None]:
        began = time.monotonic()
        with self._out.status(f"{what} …"):
            yield
        self._out.print(f"[green]✓[/green] {what} [dim]({time.monotonic() - began:.1f} s)[/dim]")

    def _say(self, line: str) -> None:
        self._out.print(line, markup=False)


def _answers(settings: Settings) -> bool:
    try:
        with Client(settings) as client:
            return bool(client.get("/readyz")["status"] == "ready")
    except UnavailableError:
        return False
