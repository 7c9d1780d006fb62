"""People and what is to be read or gone to."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from heapq import nsmallest

from services.matching import pairs, shelf, topical
from services.matching.candidates import Asking, Room
from services.matching.choosing import Candidate
from services.matching.item import Item
from services.matching.pairs import Pair
from services.matching.side import Here
from shared.facts.market import ResourcePublished
from shared.facts.matches import ResourceMatched
from shared.matching import resource_match


class Resources:
    """At most two hundred people are told of a resource at a time, and nobody of more than three."""

    family = "resource"
    per_person = 3
    per_subject = 200

    def judge(self, here: Here, standing: Sequence[Pair]) -> dict[str, Candidate]:
        """Those that still meet an interest."""
        people = {pair.person for pair in standing}
        known = shelf.load(here.connection, here.agency, {pair.subject for pair in standing})
        interests = topical.interests(here.connection, here.agency, people)
        no = pairs.refused(here.connection, here.agency, people)
        found = (
            each
            for pair in standing
            for each in _met(here, pair.person, interests[pair.person], known[pair.subject], pair.found_on)
        )
        return {each.match: each for each in found if each.match not in no}

    def for_subjects(self, here: Here, room: Mapping[str, int]) -> list[Candidate]:
        """Who has most of each one's topics as interests."""
        known = shelf.load(here.connection, here.agency, room)
        return [each for one in known.values() for each in self._for_one(here, one, room[one.subject])]

    def for_people(self, here: Here, people: Collection[str]) -> list[Candidate]:
        """What meets most of their interests."""
        interests = topical.interests(here.connection, here.agency, people)
        where = (here.connection, here.agency)
        known = topical.about(*where, frozenset().union(*interests.values()))
        full = pairs.full(*where, self.family, known, self.per_subject)
        free = [item for subject, item in known.items() if subject not in full]
        closed = pairs.closed_to(*where, interests)
        return [
            each
            for person, theirs in interests.items()
            for each in self._for_person(here, person, theirs, free, closed)
        ]

    def _for_person(
        self, here: Here, person: str, theirs: frozenset[int], free: Sequence[Item], closed: Collection[str]
    ) -> list[Candidate]:
        met = (each for item in free for each in _met(here, person, theirs, item, here.today))
        new = (each for each in met if each.match not in closed)
        return nsmallest(self.per_person, new, key=lambda each: (-each.score, each.subject))

    def _for_one(self, here: Here, item: Item, wanted: int) -> list[Candidate]:
        said = item.content
        if not isinstance(said, ResourcePublished) or not item.open_on(here.today):
            return []
        topics, room = shelf.about(said, here.hide), Room(self.family, self.per_person)
        at_most = wanted
        while True:
            rows = list(Asking(here.connection, here.agency).interested(topics, item.subject, room, at_most))
            no = pairs.refused(here.connection, here.agency, {person for person, _ in rows})
            found = [each for person, theirs in rows for each in _met(here, person, theirs, item, here.today)]
            suit = [each for each in found if each.match not in no]
            if len(suit) >= wanted or len(rows) < at_most:
                return suit[:wanted]
            at_most *= 2


def _met(
    here: Here, person: str, interests: frozenset[int], item: Item, found_on: date
) -> Iterator[Candidate]:
    said = item.content
    if not isinstance(said, ResourcePublished) or not item.open_on(here.today):
        return
    met = [topic for hidden, topic in shelf.about(said, here.hide).items() if hidden in interests]
    if met:
        match = resource_match(person, item.subject)
        body = ResourceMatched(
            match=match,
            resource=item.subject,
            kind=said.kind,
            found_on=found_on,
            ends_on=said.ends_on,
            title=said.title,
            url=said.url,
            interest=min(met),
        )
        yield Candidate(match, person, item.subject, said.kind, len(met), body)
