"""What is kept of a person as a function of all their facts: made anew when more is said.

So a correction, a retraction, a fact that comes late or twice, and a merge are one case: the facts that are
there, in their total order. What is kept of a seal that was opened is a number, a day, or a hidden word.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Protocol

import sqlalchemy as sa

from services.query.bulk import Row
from shared.codec import Sealed
from shared.envelope import Event

LONGEST = 200
"""Characters of a name that is kept."""
Hide = Callable[[str | None], bytes | None]
"""The same for every spelling of one employer of an agency, and readable for nobody."""


class Fold(Protocol):
    """What is kept of a person, as a function of their facts."""

    @property
    def tables(self) -> Sequence[sa.Table]:
        """Whose primary keys begin with agency and person."""
        ...

    @property
    def types(self) -> frozenset[str]:
        """The facts it rests on."""
        ...

    def heeds(self, one: Sealed) -> bool:
        """Whether a fact may change what is kept."""
        ...

    def rows(self, events: Sequence[Event], hide: Hide) -> Sequence[Iterable[Row]]:
        """Of one person's facts that hold, in order: for each table its rows, without agency and person."""
        ...


def kept(text: str) -> str:
    """A name as a table takes it."""
    return text.replace("\0", "")[:LONGEST]
