"""When a process that died is started again, and when not any more."""

import os
from collections.abc import Sequence
from dataclasses import dataclass

STOP_FOR_GOOD = os.EX_CONFIG
"""A service ends with this code when starting it again cannot help: an operator has to change something."""

NOT_YET = os.EX_UNAVAILABLE
"""A service ends with this code when a dependency was away: however often, that is no fault of its own."""


@dataclass(frozen=True)
class RestartPolicy:
    """At most so many restarts in a window of time, later and later."""

    at_most: int = 5
    window: float = 60.0
    """Seconds."""
    first_delay: float = 0.2
    """Seconds; doubled with each death in the window."""
    longest_delay: float = 5.0
    """Seconds."""

    def delay(self, deaths: Sequence[float]) -> float | None:
        """Seconds to wait after the last of these deaths (seconds on any clock), or `None` to give up."""
        recent = [death for death in deaths if death > deaths[-1] - self.window]
        if len(recent) > self.at_most:
            return None
        return min(self.first_delay * (1 << (len(recent) - 1)), self.longest_delay)
