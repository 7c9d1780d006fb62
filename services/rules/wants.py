"""What all plays would like to exist for a person, worked out anew only where what they look at changed."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from functools import lru_cache, partial
from itertools import chain, compress
from operator import is_not
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import astuple, replace

from services.rules.person import Parts, Person
from services.rules.person.contacts import Assignment
from services.rules.play import LOOKED_UP, NOTHING, Wanted
from services.rules.playbook import Playbook
from services.rules.plays import PLAYS
from shared.facts.tasks import TaskState

_BITS = {part: 1 << number for number, part in enumerate(Parts.__struct_fields__)}
_ORDERED = tuple(_BITS.values())
_TIME = _BITS["seen"] | _BITS["today"]
"""Time alone changes nothing but by closing a window."""
_DEALINGS = _BITS["dealings"]
_TOUCHES = _BITS["touches"]
_ALWAYS = sum(_BITS[part] for part in ("name", "recruiter"))
"""What every task shows: whom it is about, and who should do it."""
_UNLED = sum(_BITS[part] for part in ("touches", "placements", "roles"))
"""What says who should do it, while nobody looks after the person."""
_ARRANGED = sum(
    _BITS[part]
    for part in (
        "erased",
        "absorbed",
        "consent",
        "placements",
        "roles",
        "touches",
        "dealings",
        "retracted",
        "assignments",
    )
)
"""What arranging and reconciling look at, beside the tasks that are wanted."""
_LOOKED_UP = {part: 1 << (len(_BITS) + number) for number, part in enumerate(LOOKED_UP)}
_CONTACTS = ("last_touch", "spoke", "answered")
_EVERYTHING = sum((_BITS | _LOOKED_UP).values())


class Looks(NamedTuple):
    """What a play looks at, as bits."""

    reads: int
    """By which it decides."""
    all: int
    """That, and what it shows."""


def _bits(parts: Iterable[str]) -> int:
    return sum((_BITS | _LOOKED_UP)[part] for part in {*parts})


_LOOKS = {
    name: Looks(_bits(play.reads), _ALWAYS | _bits((*play.reads, *play.shows)))
    for name, play in PLAYS.items()
}


_BY_LAST_DONE = frozenset(name for name, looks in _LOOKS.items() if looks.all & _LOOKED_UP["last_done"])


class Wants(Struct, frozen=True, array_like=True):
    """The tasks that the plays of a playbook want for a person."""

    person: Person
    playbook: Playbook
    by_play: dict[str, Wanted]
    """Of the plays that want any."""
    closing: date
    """The first day on which the window of one of them closes."""

    def tasks(self) -> Iterator[TaskState]:
        """All of them, each for whom it was given to."""
        tasks = chain.from_iterable([wanted.tasks for wanted in self.by_play.values()])
        assigned = self.person.assignments
        return map(partial(_given, assigned), tasks) if assigned else tasks


def _given(assigned: Mapping[str, Assignment], task: TaskState) -> TaskState:
    to = assigned.get(task.task)
    return replace(task, recruiter=to.to) if to else task


def arranged_alike(one: Wants, later: Wants) -> bool:
    """Whether arranging the later ones would come to the same, but for windows that have closed since."""
    same = one.playbook is later.playbook and one.by_play == later.by_play
    return same and not _changed(one.person, later.person) & _ARRANGED


class Alike(NamedTuple):
    """What another playbook wants for the same person."""

    wants: Wants
    plays: frozenset[str]
    """The plays that both playbooks set alike."""


def set_alike(one: Playbook, other: Playbook) -> frozenset[str]:
    """The plays that two playbooks set alike, and which therefore want the same."""
    return frozenset(name for name in PLAYS if one.settings(name) == other.settings(name))


def wants(
    person: Person, playbook: Playbook, earlier: Wants | None = None, alike: Alike | None = None
) -> Wants:
    """What the plays want. `earlier`: what they wanted before the last facts; spares most of the work.

    `alike` spares the work that another playbook has done; such tasks name that one as theirs.
    """
    same = earlier if earlier and earlier.playbook is playbook else None
    changed = _changed(same.person, person) if same else _EVERYTHING
    if same and not changed and person.today <= same.closing:
        return Wants(person, playbook, same.by_play, same.closing)
    asked = _to_ask(person, changed, same)
    found = same.by_play.copy() if same else {}
    for name in asked:
        wanted = _asked(name, person, playbook, alike)
        if wanted.tasks:
            found[name] = wanted
        else:
            found.pop(name, None)
    closing = min([wanted.closing for wanted in found.values()], default=date.max)
    return Wants(person, playbook, found, closing)


def _to_ask(person: Person, changed: int, same: Wants | None) -> Collection[str]:
    """The plays that may want something else by now."""
    if same is None:
        return PLAYS
    dealt, unled = changed & _DEALINGS, 0 if person.recruiter else changed & _UNLED
    late = same.closing < person.today
    done = _done(same.person, person) if changed & _TOUCHES else ()
    decides, shows = _concerned(changed)
    asked = {*decides, *(name for name in done if name in _BY_LAST_DONE)}
    for name, wanted in same.by_play.items():
        stale = (dealt and wanted.depends_on_dealings) or (late and wanted.closing < person.today)
        if unled or name in shows or stale:
            asked.add(name)
    return asked


@lru_cache(maxsize=65_536)
def _concerned(changed: int) -> tuple[tuple[str, ...], frozenset[str]]:
    """The plays that decide by what changed, and those that show it."""
    decides = tuple(name for name, looks in _LOOKS.items() if looks.reads & changed)
    return decides, frozenset(name for name, looks in _LOOKS.items() if looks.all & changed)


def _asked(name: str, person: Person, playbook: Playbook, alike: Alike | None) -> Wanted:
    if alike and alike.wants.person is person and name in alike.plays:
        return alike.wants.by_play.get(name, NOTHING)
    return PLAYS[name].tasks(person, playbook.settings(name), playbook.version)


def _changed(before: Person, after: Person) -> int:
    """The parts that are other objects: what no fact touched is shared."""
    changed = sum(compress(_ORDERED, map(is_not, astuple(before), astuple(after))))
    if changed & _TOUCHES:
        for part in _CONTACTS:
            if getattr(before, part) is not getattr(after, part):
                changed |= _LOOKED_UP[part]
    return changed & ~_TIME


def _done(before: Person, after: Person) -> Collection[str | None]:
    """The plays whose last time is another one."""
    earlier, later = before.last_by_play, after.last_by_play
    return [play for play in {*earlier, *later} if earlier.get(play) is not later.get(play)]
