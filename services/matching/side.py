"""What jobs and resources have in common for who matches them with people."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

import sqlalchemy as sa

from services.matching.choosing import Candidate
from services.matching.pairs import Pair
from services.matching.words import Hide


@dataclass(frozen=True)
class Here:
    """One transaction of one agency, on one day."""

    connection: sa.Connection
    agency: str
    today: date
    hide: Hide


class Side(Protocol):
    """Jobs or resources, as people are matched with them."""

    family: str
    per_person: int
    """Matches of one person at a time."""
    per_subject: int
    """Matches of one job or resource at a time."""

    def judge(self, here: Here, standing: Sequence[Pair]) -> dict[str, Candidate]:
        """Those of these that still fit, as they are now, by match."""
        ...

    def for_subjects(self, here: Here, room: Mapping[str, int]) -> list[Candidate]:
        """The best new matches of each of these: where there is somebody left, as many as it has room for."""
        ...

    def for_people(self, here: Here, people: Collection[str]) -> list[Candidate]:
        """The best new matches of each of these, of what has room."""
        ...
