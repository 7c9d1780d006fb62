"""What the desk says, on the log and to who asked. Pure."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

import msgspec

from services.desk.commands import Command, Complete
from services.desk.heard import facts_heard
from services.desk.replies import Reply
from services.desk.task import Said, Task, evolve
from shared.envelope import Event, computed_id, moment
from shared.facts import Fact, kind_of_body
from shared.facts.corrections import FactRetracted
from shared.facts.outreach import OutreachCompleted, OutreachReopened

SOURCE = "desk"
REOPENED = "the task was reopened"
Cause = Command | Reply | None
"""Why something happens to a task: somebody asked, somebody answered, or time went by."""
Spoken = tuple[Task, Said, Cause]
"""A task, what happens to it, and why."""


class Answer(msgspec.Struct, frozen=True):
    """The task as the command left it."""

    task: str
    person: str
    state: str
    holder: str | None
    lease_until: str | None
    snoozed_until: str | None
    revision: int
    """How many times recruiters have changed the task."""
    version: str
    """To be given as `min_version` to see this change."""
    recruiter: str | None = None
    """Who should do it."""
    etag: str = ""
    """What both lanes have come to; empty in what an older program kept."""


class Word(NamedTuple):
    """A task after what was done, and the events that say so."""

    task: Task
    events: list[Event]

    @property
    def version(self) -> str:
        """The last one: who has seen it has seen all."""
        return self.events[-1].id


def word_of(task: Task, said: Said, cause: Cause, now: datetime) -> Word:
    """What does not hold, then what was done, then what was heard; the desk counts what was done."""
    word = _id(task, said, cause, now)
    heard = list(_heard(said, cause, word))
    if isinstance(said, OutreachCompleted):
        said = msgspec.structs.replace(said, heard=tuple(id_ for id_, _ in heard))
    after = evolve(task, said, word)
    all_said = (*_retracted(task, said), (word, said), *heard)
    return Word(after, [_event(after, *each, now) for each in all_said])


def answer_of(task: Task, event: str) -> Answer:
    """What who asked is told."""
    return Answer(
        task=task.task,
        person=task.person,
        state=task.state,
        holder=task.holder,
        lease_until=task.lease_until.isoformat() if task.lease_until else None,
        snoozed_until=task.snoozed_until.isoformat() if task.snoozed_until else None,
        revision=task.version,
        version=f"{task.person}:{event}",
        recruiter=task.assignee,
        etag=task.tag,
    )


def _id(task: Task, said: Said, cause: Cause, now: datetime) -> str:
    """A database put back to an earlier state gives a version twice: two words are never one event.

    But an answer that is read again does again what it did.
    """
    if isinstance(cause, Reply):
        return computed_id("desk", task.task, task.person, "reply", cause.fact)
    return computed_id("desk", task.task, task.person, said.version, said.by, now.isoformat())


def _event(task: Task, id_: str, body: Fact, now: datetime) -> Event:
    return Event(
        id=id_,
        agency=task.agency,
        subject=task.person,
        source=SOURCE,
        occurred=moment(now),
        recorded_at=now,
        body=body,
    )


def _retracted(task: Task, said: Said) -> Iterator[tuple[str, Fact]]:
    """All that was told when a task was completed, if it is reopened."""
    if isinstance(said, OutreachReopened):
        for fact in task.told:
            yield computed_id("retracted", fact), FactRetracted(fact=fact, reason=REOPENED)


def _heard(said: Said, cause: Cause, word: str) -> Iterator[tuple[str, Fact]]:
    """What was heard beside a completion, each under an id computed over its word, kind and place."""
    if isinstance(said, OutreachCompleted) and isinstance(cause, Complete):
        for place, fact in enumerate(facts_heard(said, cause.read(said.play), word)):
            yield computed_id(kind_of_body(fact).name, word, place), fact
