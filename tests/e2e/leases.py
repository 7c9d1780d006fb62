"""What the log says of who held which task when, and where it contradicts itself."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple, assert_never

from shared.envelope import Event
from shared.facts.outreach import (
    Outreach,
    OutreachClaimed,
    OutreachCompleted,
    OutreachDismissed,
    OutreachExtended,
    OutreachReassigned,
    OutreachReleased,
    OutreachReopened,
    OutreachSnoozed,
    OutreachUnsnoozed,
)


class Word(NamedTuple):
    """What the desk said of a task, and when."""

    event: str
    at: datetime
    said: Outreach


Histories = dict[str, list[Word]]
"""Of each task, in the order of its versions."""


def histories(facts: Iterable[Event]) -> Histories:
    """What the desk said; the same event twice is one."""
    found: dict[str, dict[str, Word]] = defaultdict(dict)
    for fact in facts:
        if isinstance(fact.body, Outreach):
            found[fact.body.task].setdefault(fact.id, Word(fact.id, fact.recorded_at, fact.body))
    return {task: sorted(words.values(), key=lambda word: word.said.version) for task, words in found.items()}


def contradictions(histories: Histories) -> list[str]:
    """Versions that are missing or said twice, and tasks that two held at one time."""
    return [wrong for each in histories.items() for wrong in (*_versions(*each), *_holding(*each))]


def _versions(task: str, words: list[Word]) -> Iterator[str]:
    versions = [word.said.version for word in words]
    if versions != list(range(1, len(versions) + 1)):
        yield f"{task} has the versions {versions}"


def _holding(task: str, words: list[Word]) -> Iterator[str]:
    lease = Lease()
    for word in words:
        if not lease.allows(word):
            yield f"{task}: {word.said} at {word.at}, but {lease}"
        lease.take(word.said)


@dataclass
class Lease:
    """Who holds a task, as far as the log tells."""

    holder: str | None = None
    until: datetime | None = None
    over: bool = field(default=False)

    def held_by(self, at: datetime) -> str | None:
        """Who, at a moment."""
        return self.holder if self.until is not None and at < self.until else None

    def allows(self, word: Word) -> bool:
        """Whether this may be said of the task now."""
        holder, said = self.held_by(word.at), word.said
        match said:
            case OutreachExtended():
                return not self.over and holder == said.by
            case OutreachReleased():
                return not self.over and (holder is None) == said.expired and self.holder == said.by
            case OutreachReopened():
                return self.over
            case _:
                return not self.over and holder in {None, said.by}

    def take(self, said: Outreach) -> None:
        """What follows from it."""
        self.over = isinstance(said, OutreachCompleted | OutreachDismissed)
        match said:
            case OutreachClaimed() | OutreachExtended():
                self.holder, self.until = said.by, said.until
            case (
                OutreachReleased()
                | OutreachCompleted()
                | OutreachDismissed()
                | OutreachSnoozed()
                | OutreachUnsnoozed()
                | OutreachReassigned()
                | OutreachReopened()
            ):
                self.holder = self.until = None
            case _:
                assert_never(said)
