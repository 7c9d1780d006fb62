"""When a web hook that failed is tried again, and when no longer."""

import random
from datetime import datetime, timedelta
from typing import NamedTuple

AFTER = tuple(
    timedelta(seconds=seconds) for seconds in (5, 30, 120, 600, 1_800, 3_600, 7_200, 14_400, 28_800, 43_200)
)
"""How long to wait after each failure in a row; after the last one that long each time."""
JITTER = 0.2
STOPS_AFTER = timedelta(days=5)
"""After failing for so long it counts as stopped, and is tried once a day."""
DAILY = timedelta(days=1)
ENDS_AFTER = timedelta(days=35)
"""After failing for so long it is not tried any more."""
LONGEST_ASKED = timedelta(days=1)
"""As long as a receiver may ask for patience with `Retry-After`."""


class Verdict(NamedTuple):
    """What becomes of a web hook that failed."""

    state: str
    next_at: datetime


def after(
    failed: int, failing_since: datetime, now: datetime, asked: timedelta | None = None, *, gone: bool = False
) -> Verdict:
    """When to try again: `failed` is how often it failed in a row, this time included.

    `asked`: how long the receiver asks us to wait. `gone`: it says that it will never answer again (410).
    """
    long = now - failing_since
    if gone or long >= ENDS_AFTER:
        return Verdict("off", now)
    if long >= STOPS_AFTER:
        return Verdict("stopped", now + DAILY)
    pause = AFTER[min(failed, len(AFTER)) - 1] * random.uniform(1 - JITTER, 1 + JITTER)  # noqa: S311 - no secret
    return Verdict("on", now + max(pause, min(asked or timedelta(), LONGEST_ASKED)))
