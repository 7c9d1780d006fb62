"""What recruiters may ask of a task, each with who asks."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from services.desk.answers import Answers, answers_of
from shared.forms import Given


@dataclass(frozen=True)
class Claim:
    """Take the task, so that nobody else works on it."""

    by: str


@dataclass(frozen=True)
class Extend:
    """Hold the claimed task for longer."""

    by: str


@dataclass(frozen=True)
class Release:
    """Give the task back to the queue."""

    by: str


@dataclass(frozen=True)
class Complete:
    """The task is done, with what came of it."""

    by: str
    outcome: str
    note: str | None = None
    satisfaction: int | None = None
    channel: str | None = None
    answers: Mapping[str, Given] = field(default_factory=dict)
    """By the name of the question, as the play's form has it; these three may also stand here."""

    def read(self, play: str) -> Answers:
        """What was filled in. Raises `UnreadableError` that names the question."""
        beside = {"note": self.note, "satisfaction": self.satisfaction, "channel": self.channel}
        return answers_of(
            play, {name: said for name, said in beside.items() if said is not None}, self.answers
        )


@dataclass(frozen=True)
class Dismiss:
    """The task will not be done."""

    by: str
    reason: str


@dataclass(frozen=True)
class Snooze:
    """Hide the task until a day inside its window."""

    by: str
    until: date
    on_reply: str | None = None
    """What the person's answer does before that day, one of `ON_REPLY`; `None`: nothing."""


@dataclass(frozen=True)
class Unsnooze:
    """Show a task again before the day until which it was to hide."""

    by: str


@dataclass(frozen=True)
class Reassign:
    """Let somebody else do the task."""

    by: str
    to: str | None
    """Who; `None` is the agency's pool."""


@dataclass(frozen=True)
class Reopen:
    """The task was completed or dismissed by mistake."""

    by: str
    reason: str | None = None


Command = Claim | Extend | Release | Complete | Dismiss | Snooze | Unsnooze | Reassign | Reopen


@dataclass(frozen=True)
class ClaimBest:
    """Take the best open tasks of the queue, all at once."""

    by: str
    count: int
    recruiter: str | None = None
    """Only those that are this recruiter's to do."""
    play: str | None = None
    """Only those of this play."""
