"""Runs one service in this process until it is told to end."""

import signal
import threading
from collections.abc import Callable
from types import FrameType

import uvicorn
from fastapi import FastAPI

from shared import telemetry
from shared.errors import UnavailableError
from shared.settings import Settings
from shared.web.api import check_address, together
from shared.web.connections_api import PatientProtocol

Work = Callable[[Settings, threading.Event], None]
"""Works until the event is set; raises what no wait can mend."""

GRACE_S = 3
MOST_AT_ONCE = 1_000
"""Connections of one process; who comes beyond is asked to come again."""
PAUSE_S = 1.0
"""How long work waits that could not begin because a dependency was away."""


def work(settings: Settings, name: str, *works: Work) -> None:
    """Run workers side by side until a signal comes or one of them ends."""
    telemetry.configure(settings, name)
    crew = Crew(settings, works)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, crew.ask_to_stop)
    crew.start()
    crew.stop.wait()
    crew.finish()


def serve(settings: Settings, name: str, apps: list[FastAPI], *works: Work) -> None:
    """Serve HTTP, with workers beside it, until a signal comes or one of the workers ends."""
    check_address(settings)
    telemetry.configure(settings, name)
    crew = Crew(settings, works)
    config = uvicorn.Config(
        together(settings, apps),
        host=settings.host,
        port=settings.port,
        log_level="warning",
        access_log=False,
        server_header=False,
        http=PatientProtocol,
        ws="none",
        limit_concurrency=MOST_AT_ONCE,
        timeout_graceful_shutdown=GRACE_S,
    )
    server = uvicorn.Server(config)
    crew.on_end = lambda: setattr(server, "should_exit", True)
    crew.start()
    server.run()
    crew.stop.set()
    crew.finish()


class Crew:
    """Workers, each in a thread; when one fails, all end and the failure is raised."""

    def __init__(self, settings: Settings, works: tuple[Work, ...]) -> None:
        self.stop = threading.Event()
        self.on_end: Callable[[], object] = self.stop.set
        self._failures: list[BaseException] = []
        self._threads = [
            threading.Thread(target=self._run, args=(settings, each), daemon=True) for each in works
        ]

    def ask_to_stop(self, _number: int, _frame: FrameType | None) -> None:
        """Have all workers end; how a signal is answered."""
        self.stop.set()

    def start(self) -> None:
        """Let them work."""
        for thread in self._threads:
            thread.start()

    def finish(self) -> None:
        """Wait for the workers; raises the first failure."""
        for thread in self._threads:
            thread.join(GRACE_S)
        if self._failures:
            raise self._failures[0]

    def _run(self, settings: Settings, each: Work) -> None:
        try:
            self._repeat(settings, each)
        except BaseException as error:  # noqa: BLE001 - a thread's end must end the process, whatever it was
            self._failures.append(error)
        finally:
            self.stop.set()
            self.on_end()

    def _repeat(self, settings: Settings, each: Work) -> None:
        """Begin again while a dependency is away, which is no reason to end."""
        while not self.stop.is_set():
            try:
                return each(settings, self.stop)
            except UnavailableError as error:
                telemetry.logger(part="work").warning("waiting for a dependency", reason=str(error))
            self.stop.wait(PAUSE_S)
        return None
