"""What a play is, and how its proposals become tasks."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Annotated, Generic, Literal, NamedTuple, TypeVar

from msgspec import Meta, Struct

from services.rules.person import Person
from services.rules.proposal import Proposal, looked_after_by
from shared.envelope import computed_id
from shared.facts.tasks import TaskState

Side = Literal["care", "give", "ask"]
Days = Annotated[int, Meta(ge=0, le=3_650)]
"""A length of time; a window of 0 days is open on one day."""
Every = Annotated[int, Meta(ge=1, le=3_650)]
"""After how many days something comes again."""
PERIODS = ("every_days", "silence_days")
"""How plays that come again call that setting."""
Importance = Annotated[int, Meta(ge=1, le=9)]
Score = Annotated[int, Meta(ge=0, le=10)]
"""How satisfied somebody is, as they are asked for it."""

LOOKED_UP = ("last_touch", "spoke", "answered", "last_done")
"""What plays look up among the contacts: each changes more seldom than all of them. The last is their own."""


class PlaySettings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What an agency can set for every play; each play adds its own numbers."""

    on: bool = True
    importance: Importance
    """1 is highest."""

    def mistakes(self) -> Iterator[tuple[str, str]]:
        """What cannot be so together: a setting, and what is wrong with it."""
        open_days = getattr(self, "open_days", None)
        for name in PERIODS:
            every = getattr(self, name, None)
            if open_days is not None and every is not None and open_days >= every:
                yield "open_days", f"expected less than {name} ({every}), found {open_days}: windows overlap"


class Wanted(NamedTuple):
    """What a play wants for a person."""

    tasks: tuple[TaskState, ...]
    depends_on_dealings: bool
    """Whether the tasks' ids hang on what recruiters did: where several facts assert the same."""
    closing: date
    """The first day on which the window of one of them closes."""


NOTHING = Wanted((), depends_on_dealings=False, closing=date.max)
S = TypeVar("S", bound=PlaySettings)


@dataclass(frozen=True)
class Play(Generic[S]):
    """One way of keeping in touch. Each file of `plays/` holds one, as `PLAY`."""

    name: str
    side: Side
    settings: S
    """The defaults."""
    propose: Callable[[Person, S], Iterable[Proposal]]
    """All that should happen, past or to come. Looks at *today* only to skip what a series has missed."""
    reads: tuple[str, ...]
    """The parts of a person by which `propose` decides whether there is anything, and what.

    Beside the parts that facts fill, `LOOKED_UP` may be named. Their name and what `looked_after_by` looks at
    need not be: they are heeded for every play.
    """
    shows: tuple[str, ...] = ()
    """The parts it looks at only to shape what it proposes; they never decide whether there is anything."""
    brings: tuple[str, ...] = ()
    """The names under which its tasks may bring something along; a draft can use each of them."""
    opportunity: bool = False
    """Whether it speaks of a job they could take: never to people whom a client off limits employs."""
    news: tuple[str, ...] = ()
    """Plays that share a word tell the same news, where they are about the same thing."""

    def tasks(self, person: Person, settings: S, playbook: str = "") -> Wanted:
        """The tasks this play would like to exist, at revision 0, under a version of the playbook.

        Those whose window has closed by the person's *today* are left out.
        """
        if not settings.on:
            return NOTHING
        wanted = [asked for asked in self.propose(person, settings) if asked.closes_on >= person.today]
        if not wanted:
            return NOTHING
        tasks = tuple(self._task(person, settings, asked, playbook) for asked in wanted)
        closing = min(asked.closes_on for asked in wanted)
        return Wanted(tasks, any(len(asked.asserted_by) > 1 for asked in wanted), closing)

    def _task(self, person: Person, settings: S, asked: Proposal, playbook: str) -> TaskState:
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
            recruiter=asked.recruiter or looked_after_by(person),
            playbook=playbook,
            headline=asked.headline,
            person_name=person.name,
            reasons=asked.reasons,
            brings=asked.brings,
            materials=asked.materials,
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
        return task_id(self.name, asked.about, asked.occurrence, fact)


@lru_cache(maxsize=65_536)
def task_id(play: str, about: str, occurrence: str, fact: str) -> str:
    """The id of a play's task, by a fact that asserts it."""
    return computed_id("task", play, about, occurrence, fact)
