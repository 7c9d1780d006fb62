"""Work that one process does beside other work: when one ends, for whatever reason, all do."""

import threading
from collections.abc import Callable


def ending_all(work: Callable[[threading.Event], None], stop: threading.Event) -> None:
    """Work until `stop` is set; and set it when the work ends by itself, or by an error, which is raised."""
    try:
        work(stop)
    finally:
        stop.set()
