"""What all plays would like to exist for a person, worked out anew only where what they look at changed."""

from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import astuple

from services.rules.person import Parts, Person
from services.rules.playbook import Playbook
from services.rules.plays import PLAYS
from shared.facts.tasks import TaskState

_BITS = {part: 1 << number for number, part in enumerate(Parts.__struct_fields__)}
_EVERYTHING = sum(_BITS.values())
_ALWAYS = sum(_BITS[part] for part in ("name", "recruiter", "touches", "placements", "roles"))
"""What every task shows: whom it is about, and who should do it."""
_READS = {name: _ALWAYS | sum(_BITS[part] for part in {*play.reads}) for name, play in PLAYS.items()}


class Wants(Struct, frozen=True, array_like=True):
    """The tasks that the plays of a playbook want for a person."""

    person: Person
    playbook: Playbook
    by_play: dict[str, tuple[TaskState, ...]]
    """Of the plays that want any."""

    def tasks(self) -> Iterator[TaskState]:
        """All of them, in the order of the plays."""
        for tasks in self.by_play.values():
            yield from tasks


def wants(person: Person, playbook: Playbook, earlier: Wants | None = None) -> Wants:
    """What the plays want. `earlier`: what they wanted before the last facts; spares most of the work."""
    if earlier is None or earlier.playbook is not playbook:
        earlier = Wants(person, playbook, {})
        changed = _EVERYTHING
    else:
        changed = _changed(earlier.person, person)
    found = {}
    for name, play in PLAYS.items():
        tasks = earlier.by_play.get(name, ())
        if changed & _READS[name] or any(task.closes_on < person.today for task in tasks):
            tasks = tuple(play.tasks(person, playbook.settings(name), playbook.version))
        if tasks:
            found[name] = tasks
    return Wants(person, playbook, found)


def _changed(before: Person, after: Person) -> int:
    """The parts that are other objects: what no fact touched is shared."""
    parts = zip(_BITS.values(), astuple(before), astuple(after), strict=True)
    return sum(bit for bit, old, new in parts if old is not new)
