"""Which matches hold now, and what is new about them.

What this promises, whatever the order in which facts arrive and however often:

- what stands fits: a job that closed or changed, or a person who did, takes with it what fits no more;
- nobody has more matches than there is room for, and no job or resource has either;
- what fits and is not matched has no room on one side: where no cap is reached, everything that fits stands,
  so that the result is the same for any order of arrival;
- of what is found at one time the best is taken, and what stands is never taken back for something better.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

import msgspec

from services.matching import pairs
from services.matching.choosing import Candidate, choose
from services.matching.pairs import Pair
from services.matching.side import Here, Side
from shared.envelope import computed_id
from shared.facts import Fact, kind_of_body
from shared.facts.matches import MatchWithdrawn

NO_MORE = "it is not to be had any more, or does not fit any more"


@dataclass(frozen=True)
class Saying:
    """A fact to be said of somebody."""

    person: str
    id: str
    body: Fact


@dataclass(frozen=True)
class Matcher:
    """Matches people with one side of the market, in one transaction that has locked the agency."""

    here: Here
    side: Side
    digest: Callable[[bytes], bytes]

    def look(self, people: Collection[str], subjects: Collection[str]) -> list[Saying]:
        """What is to be said now that these people, jobs or resources have changed."""
        said, freed = self._look_again(people, subjects)
        people = {*people, *(pair.person for pair in freed)}
        subjects = {*subjects, *(pair.subject for pair in freed)}
        while new := self._fill(people, subjects):
            said += new
        return said

    def _look_again(
        self, people: Collection[str], subjects: Collection[str]
    ) -> tuple[list[Saying], list[Pair]]:
        """What is to be said of what stood, and what does not stand any more."""
        where = (self.here.connection, self.here.agency)
        standing = pairs.touching(*where, self.side.family, people, subjects)
        fits = self.side.judge(self.here, standing) if standing else {}
        freed = [self._over(pair) for pair in standing if pair.match not in fits]
        again = [self._again(pair, fits[pair.match]) for pair in standing if pair.match in fits]
        anew = [
            (pair, fits[pair.match].body)
            for pair, was in zip(again, _kept(standing, fits), strict=True)
            if pair != was
        ]
        pairs.store(*where, [*freed, *(pair for pair, _ in anew)])
        gone = [_saying(pair, MatchWithdrawn(match=pair.match, because=NO_MORE)) for pair in freed]
        return [*gone, *(_saying(pair, body) for pair, body in anew)], freed

    def _fill(self, people: Collection[str], subjects: Collection[str]) -> list[Saying]:
        """Match anew where there is room; nothing when there is nobody or nothing left."""
        room = self._room("subject", subjects, self.side.per_subject)
        found = self.side.for_subjects(self.here, {one: left for one, left in room.items() if left > 0})
        free = self._room("person", people, self.side.per_person)
        found += self.side.for_people(self.here, {one for one, left in free.items() if left > 0})
        return self._say(self._chosen(found))

    def _chosen(self, found: Sequence[Candidate]) -> list[Candidate]:
        people = self._room("person", {each.person for each in found}, self.side.per_person)
        subjects = self._room("subject", {each.subject for each in found}, self.side.per_subject)
        return choose(found, people, subjects)

    def _room(self, column: str, ids: Collection[str], at_most: int) -> dict[str, int]:
        where = (self.here.connection, self.here.agency)
        taken = pairs.taken(*where, self.side.family, column, ids) if ids else {}
        return {one: at_most - taken.get(one, 0) for one in ids}

    def _say(self, chosen: Sequence[Candidate]) -> list[Saying]:
        where = (self.here.connection, self.here.agency)
        known = pairs.earlier(*where, [each.match for each in chosen])
        new = [(self._new(each, known.get(each.match)), each.body) for each in chosen]
        pairs.store(*where, [pair for pair, _ in new])
        return [_saying(pair, body) for pair, body in new]

    def _new(self, each: Candidate, before: Pair | None) -> Pair:
        return Pair(
            match=each.match,
            family=self.side.family,
            person=each.person,
            subject=each.subject,
            kind=each.kind,
            standing=True,
            revision=before.revision + 1 if before else 1,
            digest=self._digested(each.body),
            found_on=self.here.today,
        )

    def _over(self, pair: Pair) -> Pair:
        return pair._replace(standing=False, revision=pair.revision + 1)

    def _again(self, pair: Pair, now: Candidate) -> Pair:
        digest = self._digested(now.body)
        return pair if digest == pair.digest else pair._replace(digest=digest, revision=pair.revision + 1)

    def _digested(self, body: Fact) -> bytes:
        return self.digest(msgspec.json.encode(body))


def _kept(standing: Sequence[Pair], fits: Collection[str]) -> list[Pair]:
    return [pair for pair in standing if pair.match in fits]


def _saying(pair: Pair, body: Fact) -> Saying:
    return Saying(pair.person, computed_id(kind_of_body(body).name, pair.match, pair.revision), body)
