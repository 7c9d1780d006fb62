"""On what terms a command is carried out."""

from typing import NamedTuple


class Terms(NamedTuple):
    """What a caller makes sure of."""

    key: str | None = None
    """The same command with the same key is carried out once."""
    seen: frozenset[str] | None = None
    """The task has to be at one of these tags; `None`: wherever it is."""


ANY = Terms()
