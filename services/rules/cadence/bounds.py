"""What keeps a task from its day."""

from datetime import date
from typing import NamedTuple

from shared.facts.tasks import Reason


class Held(NamedTuple):
    """A task may not stand in the plan at all."""

    because: str
    """In a word or two, for a queue."""
    why: Reason
    """In a sentence, for a person."""


class NotBefore(NamedTuple):
    """A task may not open before a day."""

    day: date
    because: str
    why: str
    """A clause: `no favour is asked of them until …`."""


class Placed(NamedTuple):
    """The day on which a task opens."""

    day: date
    why: str | None = None
    """Why it is another one than the play proposed."""
