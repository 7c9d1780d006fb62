"""What a play is, and what it would like to happen."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Generic, TypeVar

import msgspec
from msgspec import Struct

from services.rules.person import Person
from services.rules.person.history import Said
from services.rules.person.placement import Placement
from shared.envelope import computed_id
from shared.facts.tasks import Reason, TaskState


class Proposal(Struct, frozen=True, kw_only=True):
    """A task somebody would like to exist. Its window is `opens_on` to `closes_on`, both inclusive."""

    about: str
    occurrence: str
    asserted_by: tuple[str, ...]
    """The facts that assert what it is about, the first one first."""
    opens_on: date
    closes_on: date
    headline: str
    recruiter: str | None
    reasons: tuple[Reason, ...]
    brings: dict[str, str]


class PlaySettings(Struct, frozen=True, kw_only=True):
    """What an agency can set for every play; each play adds its own numbers."""

    on: bool = True
    importance: int
    """1 is highest."""


S = TypeVar("S", bound=PlaySettings)


@dataclass(frozen=True)
class Play(Generic[S]):
    """One way of keeping in touch. Each file of `plays/` holds one, as `PLAY`."""

    name: str
    side: str
    """`care`, `give` or `ask`."""
    settings: S
    """The defaults."""
    propose: Callable[[Person, S], Iterable[Proposal]]

    def tasks(self, person: Person, settings: S, playbook: str = "") -> list[TaskState]:
        """The tasks this play would like to exist, at revision 0, under a version of the playbook.

        Those whose window has closed by the person's *today* are left out.
        """
        if not settings.on:
            return []
        wanted = [asked for asked in self.propose(person, settings) if asked.closes_on >= person.today]
        name = person.name if wanted else None
        return [self._task(person, name, settings, asked, playbook) for asked in wanted]

    def _task(
        self, person: Person, name: str | None, settings: S, asked: Proposal, playbook: str
    ) -> TaskState:
        return TaskState(
            task=self._id(person, asked),
            revision=0,
            play=self.name,
            about=asked.about,
            occurrence=asked.occurrence,
            opens_on=asked.opens_on,
            closes_on=asked.closes_on,
            side=self.side,
            importance=settings.importance,
            recruiter=asked.recruiter,
            playbook=playbook,
            headline=asked.headline,
            person_name=name,
            reasons=asked.reasons,
            brings=asked.brings,
        )

    def _id(self, person: Person, asked: Proposal) -> str:
        """The computed id, over the first asserting fact.

        Where several facts assert the same, the one whose task a recruiter already dealt with stands, so
        that a feed that speaks later of an earlier date does not ask for the same thing again.
        """
        first = self._computed(asked, asked.asserted_by[0])
        if len(asked.asserted_by) == 1 or first in person.dealings:
            return first
        others = (self._computed(asked, fact) for fact in asked.asserted_by[1:])
        return next((task for task in others if task in person.dealings), first)

    def _computed(self, asked: Proposal, fact: str) -> str:
        return _task_id(self.name, asked.about, asked.occurrence, fact)


@lru_cache(maxsize=65_536)
def _task_id(play: str, about: str, occurrence: str, fact: str) -> str:
    return computed_id("task", play, about, occurrence, fact)


def reason(text: str, said: Said) -> Reason:
    """A sentence with the fact it rests on."""
    return Reason(text=text, fact=said.fact, on=said.on, feed=said.feed)


def facts(said: Iterable[Said]) -> tuple[str, ...]:
    """The ids of facts."""
    return tuple(one.fact for one in said)


def called(person: Person) -> str:
    """How a headline names the person; their name may be unknown, or erased."""
    return person.name or "this person"


def job(title: str | None, employer: str | None) -> str:
    """A role in words: `Engineer at Acme`, as far as it is known."""
    match title, employer:
        case None, None:
            return "their role"
        case _, None:
            return f"their role as {title}"
        case None, _:
            return f"their role at {employer}"
        case _:
            return f"{title} at {employer}"


def looked_after_by(person: Person, placement: Placement) -> str | None:
    """Who should do a task about a placement: who looks after the person, or else who placed them."""
    return person.recruiter or placement.recruiter


def told(words: dict[str, str | None]) -> dict[str, str]:
    """What a task brings along: only what is known."""
    return {name: text for name, text in words.items() if text}


def with_reason(task: TaskState, because: Reason) -> TaskState:
    """The task with one more sentence on why it stands where it stands."""
    return msgspec.structs.replace(task, reasons=(*task.reasons, because))
