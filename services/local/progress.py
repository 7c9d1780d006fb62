"""What long work tells of itself while it runs."""

from collections.abc import Callable

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how much of it is done and how much there is (0 of 0: unknown)."""


def silent(_what: str, _done: int, _total: int) -> None:
    """Show nothing."""
