"""What all plays would like to exist for a person, worked out anew only where what they look at changed."""

from collections.abc import Iterator
from datetime import date

from msgspec import Struct
from msgspec.structs import astuple

from services.rules.person import Parts, Person
from services.rules.play import NOTHING, Wanted
from services.rules.playbook import Playbook
from services.rules.plays import PLAYS
from shared.facts.tasks import TaskState

_BITS = {part: 1 << number for number, part in enumerate(Parts.__struct_fields__)}
_DEALINGS = _BITS["dealings"]
_EVERYTHING = sum(_BITS.values())
_ALWAYS = sum(_BITS[part] for part in ("name", "recruiter", "touches", "placements", "roles"))
"""What every task shows: whom it is about, and who should do it."""
_READS = {name: _ALWAYS | sum(_BITS[part] for part in {*play.reads}) for name, play in PLAYS.items()}


class Wants(Struct, frozen=True, array_like=True):
    """The tasks that the plays of a playbook want for a person."""

    person: Person
    playbook: Playbook
    by_play: dict[str, Wanted]
    """Of the plays that want any."""

    def tasks(self) -> Iterator[TaskState]:
        """All of them, in the order of the plays."""
        for wanted in self.by_play.values():
            yield from wanted.tasks


def wants(person: Person, playbook: Playbook, earlier: Wants | None = None) -> Wants:
    """What the plays want. `earlier`: what they wanted before the last facts; spares most of the work."""
    same = earlier is not None and earlier.playbook is playbook
    before = earlier.by_play if earlier and same else {}
    changed = _changed(earlier.person, person) if earlier and same else _EVERYTHING
    found = {}
    for name, play in PLAYS.items():
        wanted = before.get(name, NOTHING)
        if changed & _READS[name] or (wanted.tasks and _is_stale(wanted, changed, person.today)):
            wanted = play.tasks(person, playbook.settings(name), playbook.version)
        if wanted.tasks:
            found[name] = wanted
    return Wants(person, playbook, found)


def _is_stale(wanted: Wanted, changed: int, today: date) -> bool:
    if wanted.depends_on_dealings and changed & _DEALINGS:
        return True
    return any(task.closes_on < today for task in wanted.tasks)


def _changed(before: Person, after: Person) -> int:
    """The parts that are other objects: what no fact touched is shared."""
    parts = zip(_BITS.values(), astuple(before), astuple(after), strict=True)
    return sum(bit for bit, old, new in parts if old is not new)
