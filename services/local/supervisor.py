"""Starts processes in order, starts again what dies, and leaves none behind.

    with Supervisor(report=print) as supervisor:
        supervisor.start(postgres, kafka)
        supervisor.start(*workers)
        supervisor.watch()

Nodes are prepared (downloads, new data folders) before the block, where Ctrl-C still interrupts.
Leaving the block stops everything in reverse order within ten seconds. SIGINT, SIGTERM and SIGHUP end
`start`, `wait_for` and `watch`. Should this process die by SIGKILL, its children end with it (`leash.py`).
"""

import os
import select
import signal
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from types import FrameType, TracebackType
from typing import Self

from services.local.node import Node, Watched
from services.local.processes import tail
from services.local.restarts import NOT_YET, STOP_FOR_GOOD, RestartPolicy
from shared.errors import OperatorNeededError, UnavailableError

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
STOP_LIMIT = 9.0
"""Seconds for stopping everything; what has not ended then is killed."""
BEAT = 0.1


class AskedToStop(Exception):  # noqa: N818 - no error: somebody pressed Ctrl-C
    """A signal asked this process to end."""


class Supervisor:
    """Supervises nodes from the main thread of a process."""

    def __init__(self, *, report: Callable[[str], None], policy: RestartPolicy | None = None) -> None:
        self._report = report
        self._policy = policy or RestartPolicy()
        self._tiers: list[Sequence[Node]] = []
        self._watched: list[Watched] = []
        self._wake, self._signalled = os.pipe()
        self._asked = False
        self._before: dict[signal.Signals, object] = {}

    @property
    def asked_to_stop(self) -> bool:
        """Whether a signal has asked this process to end."""
        self._asked = self._asked or bool(select.select([self._wake], [], [], 0)[0])
        return self._asked

    def start(self, *nodes: Node, limit: float = 60.0) -> None:
        """Start nodes side by side and wait until all are ready.

        Raises `UnavailableError` with the end of the log of one that is not ready within `limit` seconds,
        and `AskedToStop`.
        """
        self._tiers.append(nodes)
        for node in nodes:
            node.launch()
            self._watched.append(Watched(node))
        if not self.wait_for(lambda: all(node.ready() for node in nodes), limit):
            late = next(node for node in nodes if not node.ready())
            raise UnavailableError(
                f"{late.name} was not ready after {limit:.0f} s; {late.log} ends with:\n{tail(late.log)}"
            )

    def wait_for(self, condition: Callable[[], bool], limit: float) -> bool:
        """Watch until the condition holds, at most `limit` seconds; say whether it does.

        Raises `AskedToStop`, and `OperatorNeededError` when a node keeps dying.
        """
        deadline = time.monotonic() + limit
        while not condition():
            if time.monotonic() > deadline:
                return False
            self._beat()
        return True

    def watch(self) -> None:
        """Start again whatever dies, until a signal comes.

        Raises `OperatorNeededError` when a node keeps dying.
        """
        while not self.asked_to_stop:
            self._revive()
            select.select([self._wake], [], [], BEAT)

    def stop(self) -> None:
        """Stop everything, what was started last first."""
        deadline = time.monotonic() + STOP_LIMIT
        self._watched.clear()
        while self._tiers:
            share = max(0.1, deadline - time.monotonic()) / len(self._tiers)
            _stop_together(self._tiers.pop(), share)

    def __enter__(self) -> Self:
        for number in SIGNALS:
            self._before[number] = signal.signal(number, self._note)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        try:
            self.stop()
        finally:
            for number, handler in self._before.items():
                signal.signal(number, handler)  # type: ignore[arg-type]  # what signal.signal gave
        return isinstance(error, AskedToStop)

    def _note(self, _number: int, _frame: FrameType | None) -> None:
        os.write(self._signalled, b"!")

    def _beat(self) -> None:
        self._revive()
        if select.select([self._wake], [], [], BEAT)[0]:
            raise AskedToStop

    def _revive(self) -> None:
        now = time.monotonic()
        for watched in self._watched:
            if watched.due is not None and now >= watched.due:
                watched.due = None
                watched.node.launch()
            elif watched.due is None and not watched.node.alive():
                watched.due = now + self._mourn(watched, now)

    def _mourn(self, watched: Watched, now: float) -> float:
        """Seconds until the dead node is started again."""
        node, code = watched.node, watched.node.exit_code
        delay = self._delay(watched, now)
        if delay is None:
            raise OperatorNeededError(
                f"{node.name} ended {len(watched.deaths)} times (exit code {code}) and is not started again; "
                f"{node.log} ends with:\n{tail(node.log)}"
            )
        self._report(f"{node.name} ended (exit code {code}); starting it again in {delay:.1f} s")
        return delay

    def _delay(self, watched: Watched, now: float) -> float | None:
        if watched.node.exit_code == NOT_YET:
            return self._policy.longest_delay
        watched.deaths.append(now)
        final = watched.node.exit_code == STOP_FOR_GOOD
        return None if final else self._policy.delay(watched.deaths)


def _stop_together(nodes: Sequence[Node], limit: float) -> None:
    with ThreadPoolExecutor(len(nodes) or 1) as pool:
        list(pool.map(lambda node: node.stop(limit), nodes))
