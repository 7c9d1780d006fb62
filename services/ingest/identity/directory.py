"""Who is who: strong keys link records by themselves. No I/O."""

from collections.abc import Collection
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from shared.envelope import computed_id


class Held(StrEnum):
    """How a person holds a key."""

    OWN = "own"
    MERGED = "merged"
    """It was somebody's who turned out to be this person."""
    ERASED = "erased"


class Entry(NamedTuple):
    """Whose a key is."""

    person: str
    held: Held


class Indexed(NamedTuple):
    """The blind indexes of a reading's keys."""

    own: tuple[bytes, ...]
    also: tuple[bytes, ...] = ()

    @property
    def all(self) -> tuple[bytes, ...]:
        """Both kinds."""
        return self.own + self.also


@dataclass
class Directory:
    """The keys that a group of readings is about; what changes is remembered for the database."""

    agency: str
    entries: dict[bytes, Entry]
    changed: set[bytes] = field(default_factory=set)

    def find(self, keys: Indexed) -> Entry | None:
        """Whom the keys name: by an own key, the first above all, else by any other.

        An own key of somebody erased says that it is them; another key of theirs (an e-mail address under
        which somebody comes back) says nothing.
        """
        own = [self.entries[key] for key in keys.own if key in self.entries]
        if gone := next((entry for entry in own if entry.held is Held.ERASED), None):
            return gone
        also = (self.entries[key] for key in keys.also if key in self.entries)
        return next(iter(own), None) or next((one for one in also if one.held is not Held.ERASED), None)

    def person(self, keys: Indexed) -> str:
        """Whom the keys name, or would name from now on; the same for the same first key."""
        found = self.find(keys)
        return found.person if found else computed_id("person", self.agency, keys.own[0].hex())

    def naming(self, keys: Indexed) -> bytes | None:
        """The key to keep of a record that cannot be read: one that names somebody, now or soon.

        Of somebody unknown it is one that other feeds may know them by.
        """
        found = self.find(keys)
        known = (key for key in keys.all if found is not None and self.entries.get(key) == found)
        return next(known, None) or next(iter(keys.also + keys.own), None)

    def link(self, keys: Indexed, person: str) -> None:
        """The keys are the person's, except those that are somebody else's."""
        for key in keys.all:
            held = self.entries.get(key)
            if held is None or (key in keys.also and held.held is Held.ERASED):
                self._put(key, Entry(person, Held.OWN))

    def merge(self, key: bytes, away: str | None, into: str) -> None:
        """The keys of one person, and `key`, are another's."""
        self._put(key, Entry(into, Held.MERGED))
        for other, entry in list(self.entries.items()):
            if entry.person == away:
                self._put(other, Entry(into, Held.MERGED))

    def erase(self, people: Collection[str]) -> None:
        """Their keys name nobody any more, and are kept so that nobody comes back by them."""
        for key, entry in list(self.entries.items()):
            if entry.person in people:
                self._put(key, Entry(entry.person, Held.ERASED))

    def _put(self, key: bytes, entry: Entry) -> None:
        self.entries[key] = entry
        self.changed.add(key)
