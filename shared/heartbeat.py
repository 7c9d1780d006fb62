"""Signs of life of processes that answer no HTTP, for a container's health check.

Each part of a worker (its reader, a relay) touches a file of its own in the folder AFTERHIRE_HEARTBEAT
whenever a round of its work has succeeded. `python -m shared.heartbeat` says whether all did so lately.
"""

import os
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from shared.clock import SystemClock

FRESH_S = 30.0
"""A round takes a second; waiting for a dependency that is away is no success."""
BEAT_S = 1.0


@dataclass
class Heartbeat:
    """The sign of life of one part; without a folder it gives none."""

    folder: Path | None
    part: str
    _next: float = field(default=0.0)

    def beat(self) -> None:
        """A round of work has succeeded."""
        now = time.monotonic()
        if self.folder is not None and now >= self._next:
            self._next = now + BEAT_S
            self.folder.mkdir(parents=True, exist_ok=True)
            (self.folder / self.part).touch()


def late(folder: Path, now: float) -> list[str]:
    """The parts whose last sign of life is too old at `now`, in seconds since 1970."""
    return sorted(each.name for each in folder.glob("*") if now - each.stat().st_mtime > FRESH_S)


def main(folder: str | None, now: float) -> str | None:
    """What is wrong with the worker at `now`, in a sentence; None when nothing is."""
    if not folder:
        return "AFTERHIRE_HEARTBEAT is not set: this worker gives no signs of life"
    if not any(Path(folder).glob("*")):
        return f"no sign of life in {folder} yet"
    silent = late(Path(folder), now)
    return f"no sign of life within {FRESH_S:.0f} s from {', '.join(silent)}" if silent else None


if __name__ == "__main__":
    sys.exit(main(os.environ.get("AFTERHIRE_HEARTBEAT"), SystemClock().now().timestamp()))
