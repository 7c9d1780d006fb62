"""Who is who: strong keys link records by themselves. No I/O."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from shared.envelope import computed_id


class Held(StrEnum):
    """How a person holds a key."""

    OWN = "own"
    MERGED = "merged"
    """Their feed merged the record away; of a merge that an older program noted, any of their keys."""
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
    feeds: dict[bytes, str] = field(default_factory=dict)
    """Of which feed a key is the own one, where that was noted."""
    called: dict[tuple[str, str], set[bytes]] = field(default_factory=lambda: defaultdict(set))
    """By which own keys a feed calls a person, as far as it matters here."""
    became: dict[str, str] = field(default_factory=dict)
    """Who of them turned out to be whom."""
    changed: set[bytes] = field(default_factory=set)

    def now(self, person: str) -> str:
        """Whom the person turned out to be, or the person."""
        return self.became.get(person, person)

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
        return found.person if found else self.new(keys)

    def new(self, keys: Indexed) -> str:
        """Whom a record is of that is nobody known; the same for the same first key."""
        return computed_id("person", self.agency, keys.own[0].hex())

    def joins(self, keys: Indexed) -> str | None:
        """Who is found for a record whose first key is not known yet: by the others alone."""
        found = None if keys.own[0] in self.entries else self.find(keys)
        return found.person if found and found.held is not Held.ERASED else None

    def called_otherwise(self, person: str, feed: str, keys: Indexed) -> bool:
        """Whether the feed calls the person by an id of its own that is none of these."""
        return bool(self.called[person, feed] - set(keys.all))

    def naming(self, keys: Indexed) -> bytes | None:
        """The key to keep of a record that cannot be read: one that names somebody, now or soon.

        Of somebody unknown it is one that other feeds may know them by.
        """
        found = self.find(keys)
        known = (key for key in keys.all if found is not None and self.entries.get(key) == found)
        return next(known, None) or next(iter(keys.also + keys.own), None)

    def link(self, keys: Indexed, person: str, feed: str) -> None:
        """The keys are the person's, except those that are somebody else's; the feed's id is the first."""
        for key in keys.all:
            held = self.entries.get(key)
            if held is None or (key in keys.also and held.held is Held.ERASED):
                self._put(key, Entry(person, Held.OWN))
        if self.entries[keys.own[0]] == Entry(person, Held.OWN):
            self._call(keys.own[0], person, feed)

    def merge(self, key: bytes, person: str) -> None:
        """The record of this key is part of another one of its feed; whatever it said is the person's."""
        self._put(key, Entry(person, Held.MERGED))

    def join(self, away: str, into: str) -> None:
        """The one turned out to be the other."""
        joined = {each for each, now in self.became.items() if now == away} | {away}
        self.became |= dict.fromkeys(joined, into)

    def erase(self, people: Collection[str]) -> None:
        """Their keys name nobody any more, and are kept so that nobody comes back by them."""
        for key, entry in list(self.entries.items()):
            if entry.person in people:
                self._put(key, Entry(entry.person, Held.ERASED))

    def _call(self, key: bytes, person: str, feed: str) -> None:
        self.called[person, feed].add(key)
        if key not in self.feeds:
            self.feeds[key] = feed
            self.changed.add(key)

    def _put(self, key: bytes, entry: Entry) -> None:
        self.entries[key] = entry
        self.changed.add(key)
