"""How often Python looks for garbage in circles."""

import gc

COLLECT_EVERY = (50_000, 20, 10)
"""People held in memory are many small objects that never form any circles; at Python's own numbers, looking
through them takes a fifth of a worker's time."""


def seldom() -> None:
    """Look for it seldom, and never among what this process has begun with."""
    gc.freeze()
    gc.set_threshold(*COLLECT_EVERY)
