"""Starts child processes that are never left behind."""

import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import IO

from services.local.processes import Process

LEASH = Path(__file__).with_name("leash.py")
LOG_LIMIT = 10_000_000
"""Bytes; a longer log is put aside when its program starts."""


@dataclass(frozen=True)
class Command:
    """A program to run: its arguments, its whole environment and where its output goes."""

    argv: tuple[str, ...]
    environment: Mapping[str, str]
    log: Path
    user: int | None = None
    """The user id to run as, which takes root."""
    death_signal: signal.Signals = signal.SIGKILL
    """What the program gets when the process that started it dies."""


def spawn(command: Command) -> Process:
    """Start a program in a session of its own, on the leash of this process."""
    started: Future[Process] = Future()
    _spawner().put((command, started))
    return started.result()


@cache
def _spawner() -> "queue.SimpleQueue[tuple[Command, Future[Process]]]":
    """One thread that starts all children: a leash is tied to the thread that starts, not to its process."""
    orders: queue.SimpleQueue[tuple[Command, Future[Process]]] = queue.SimpleQueue()

    def serve() -> None:
        while True:
            command, started = orders.get()
            try:
                started.set_result(_spawn(command))
            except OSError as error:
                started.set_exception(error)

    threading.Thread(target=serve, name="spawner", daemon=True).start()
    return orders


os.register_at_fork(after_in_child=_spawner.cache_clear)


def _spawn(command: Command) -> Process:
    leash = (sys.executable, "-I", "-S", str(LEASH), str(int(command.death_signal)), str(os.getpid()))
    user = "-" if command.user is None else str(command.user)
    with _open_log(command.log) as log:
        return Process(
            subprocess.Popen(  # noqa: S603 - a list of arguments, no shell
                (*leash, user, *command.argv),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                env=dict(command.environment),
                start_new_session=True,  # Ctrl-C reaches only the one who stops them in order
            )
        )


def _open_log(log: Path) -> IO[bytes]:
    log.parent.mkdir(parents=True, exist_ok=True)
    if log.exists() and log.stat().st_size > LOG_LIMIT:
        log.replace(log.with_suffix(".old"))
    return log.open("ab")
