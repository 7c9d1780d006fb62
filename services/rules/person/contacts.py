"""Contacts with a person, what they answered, and what recruiters did with tasks."""

from datetime import date, datetime

from msgspec import Struct

from services.rules.person.history import Said
from shared.facts.outreach import ANSWERED


class Touch(Struct, frozen=True, array_like=True):
    """One contact with the person, through a task or outside any."""

    said: Said
    on: date
    outcome: str
    """As in `outreach.OUTCOMES`."""
    by: str | None
    channel: str = "message"
    note: str | None = None
    task: str | None = None
    play: str | None = None
    about: str = ""

    @property
    def answered(self) -> bool:
        """Whether the person said something."""
        return self.outcome in ANSWERED

    @property
    def spoken(self) -> bool:
        """Whether they spoke with each other."""
        return self.outcome == "met" or (self.channel in {"call", "meeting"} and self.outcome != "no_answer")


class Rating(Struct, frozen=True, array_like=True):
    """How satisfied the person said they are."""

    said: Said
    on: date
    score: int
    """0 to 10."""


class Answers(Struct, frozen=True, array_like=True):
    """What the person answered to the questions of a play."""

    said: Said
    play: str
    about: str
    on: date
    answers: dict[str, str]


class Assignment(Struct, frozen=True, array_like=True):
    """Who should do a task by a recruiter's word, whatever else says so."""

    version: int
    said: Said
    to: str | None


class Dealing(Struct, frozen=True, array_like=True):
    """What recruiters last did with one task."""

    version: int
    said: Said
    state: str
    """`open`, `claimed`, `completed` or `dismissed`."""
    by: str
    until: datetime | None = None
    """How long a claim lasts."""
    snoozed_until: date | None = None

    @property
    def over(self) -> bool:
        """Whether nothing is left to do."""
        return self.state in {"completed", "dismissed"}

    @property
    def claimed(self) -> bool:
        """Whether somebody is at it."""
        return self.state == "claimed"
