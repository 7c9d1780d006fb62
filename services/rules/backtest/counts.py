"""What is counted of a playbook, so that the counts of many people add up to one."""

from collections import Counter
from datetime import date
from typing import Literal, NamedTuple

from msgspec import Struct, field

What = Literal["raised", "moved", "held_back", "withdrawn", "expired"]


class Span(NamedTuple):
    """The days that are counted, both inclusive."""

    first: date
    last: date


class Happening(NamedTuple):
    """What happened to a task, in which month."""

    play: str
    month: date
    """Its first day."""
    what: What
    because: str = ""
    """Why it was held back."""


class RecruiterDay(NamedTuple):
    """One day of one recruiter."""

    recruiter: str
    """`""` is the agency's pool."""
    day: date


class Counts(Struct):
    """What one playbook did within a span, over any number of people."""

    happened: Counter[Happening] = field(default_factory=Counter)
    """A task counts once for each of these, and once for each reason for which it was held back.

    It was raised on the day on which it came into a recruiter's queue: its window opened while it stood in
    the plan, or it was planned when its window was open already. What was withdrawn or held back before that
    day was never raised. It expired when it had been raised, and its window closed before anybody did it. All
    but the raising counts on the day on which it was told.
    """
    load: Counter[RecruiterDay] = field(default_factory=Counter)
    """How many tasks were raised for whom on which day."""
    untouched: int = 0
    """People for whom no task was raised."""

    def add(self, other: "Counts") -> None:
        """Count what the other counts as well."""
        self.happened.update(other.happened)
        self.load.update(other.load)
        self.untouched += other.untouched


class Played(Struct):
    """What playing histories found."""

    counts: tuple[Counts, ...]
    """In the order of the playbooks."""
    people: int = 0
    """Known by the end of the span, and not merged into others."""
    facts: int = 0
    unreadable: int = 0
    """People whose facts could not be opened or read: they are left out."""

    @classmethod
    def nothing(cls, playbooks: int) -> "Played":
        """Where counting begins."""
        return cls(tuple(Counts() for _ in range(playbooks)))

    def add(self, other: "Played") -> None:
        """Count what the other counts as well."""
        for mine, theirs in zip(self.counts, other.counts, strict=True):
            mine.add(theirs)
        self.people += other.people
        self.facts += other.facts
        self.unreadable += other.unreadable
