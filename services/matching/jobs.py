"""People and jobs."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from heapq import nsmallest
from typing import NamedTuple

from services.matching import memory, pairs, shelf
from services.matching.candidates import Asking, Room
from services.matching.choosing import Candidate
from services.matching.item import Item
from services.matching.pairs import Pair
from services.matching.profile import Seat
from services.matching.scoring import Fit, Sought, fit
from services.matching.side import Here
from services.matching.words import Hide, plain
from shared.facts.market import JobOpened
from shared.facts.matches import OpportunityMatched
from shared.matching import job_match
from shared.titles import read

MORE = 4
"""How many times as many are asked for when somebody refused what was found."""


class Asked(NamedTuple):
    """An open job and what it asks for."""

    job: Item
    sought: Sought


class Fitting(NamedTuple):
    """A job, and one way in which it fits somebody."""

    job: Item
    kind: str
    fits: Fit


class Jobs:
    """At most twenty people are told of a job at a time, and nobody of more than five jobs."""

    family = "job"
    per_person = 5
    per_subject = 20

    def judge(self, here: Here, standing: Sequence[Pair]) -> dict[str, Candidate]:
        """Those that still fit."""
        jobs = _asking(here, shelf.load(here.connection, here.agency, {pair.subject for pair in standing}))
        people = {pair.person for pair in standing}
        seats = memory.seated(here.connection, here.agency, people)
        wanted = {pair.match for pair in standing} - pairs.refused(here.connection, here.agency, people)
        fitting = ((pair, _fitting(seats[pair.person], jobs.get(pair.subject))) for pair in standing)
        found = (_candidate(pair.person, one) for pair, some in fitting for one in some)
        return {each.match: each for each in found if each.match in wanted}

    def for_subjects(self, here: Here, room: Mapping[str, int]) -> list[Candidate]:
        """The best new ones for each job."""
        jobs = shelf.load(here.connection, here.agency, room)
        return [each for job in jobs.values() for each in self._for_job(here, job, room[job.subject])]

    def for_people(self, here: Here, people: Collection[str]) -> list[Candidate]:
        """The best open jobs of each."""
        where = (here.connection, here.agency)
        seats = memory.seated(*where, people)
        jobs = shelf.open_in(*where, {seat.field for some in seats.values() for seat in some})
        full = pairs.full(*where, self.family, jobs, self.per_subject)
        asking = _asking(here, {one: job for one, job in jobs.items() if one not in full})
        closed = pairs.closed_to(*where, seats)
        return [each for one, some in seats.items() for each in self._for_person(one, some, asking, closed)]

    def _for_person(
        self, person: str, seats: Sequence[Seat], jobs: Mapping[str, Asked], closed: Collection[str]
    ) -> list[Candidate]:
        fitting = (one for asked in jobs.values() for one in _fitting(seats, asked))
        new = (one for one in fitting if job_match(person, one.job.subject, one.kind) not in closed)
        return [_candidate(person, one) for one in nsmallest(self.per_person, new, key=_best_first)]

    def _for_job(self, here: Here, job: Item, wanted: int) -> list[Candidate]:
        asked = _asking(here, {job.subject: job}).get(job.subject)
        at_most = wanted if asked else 0
        while asked:
            found = self._best(here, asked, at_most)
            refused = pairs.refused(here.connection, here.agency, {each.person for each in found})
            suit = [each for each in found if each.match not in refused]
            if len(suit) >= wanted or len(found) < at_most:
                return suit[:wanted]
            at_most *= MORE
        return []

    def _best(self, here: Here, asked: Asked, at_most: int) -> list[Candidate]:
        asking, room = Asking(here.connection, here.agency), Room(self.family, self.per_person)
        rows = asking.best(asked.sought, asked.job.subject, room, at_most)
        return [_candidate(person, one) for person, seat in rows for one in _fitting([seat], asked)]


def sought(job: Item, hide: Hide) -> Sought | None:
    """What a job asks for; `None` when its field is not known: then it fits nobody."""
    said = job.content
    if not isinstance(said, JobOpened) or job.field is None:
        return None
    rank = read(said.title).seniority
    return Sought(
        field=job.field,
        seniority=rank.name.lower() if rank is not None else "",
        skills=tuple({hide(plain(skill)): skill for skill in said.skills}.items()),
        place=hide(plain(said.place)) if said.place else None,
        place_name=said.place,
        pay=said.pay_to if said.pay_to is not None else said.pay_from,
        currency=said.currency,
    )


def _asking(here: Here, jobs: Mapping[str, Item]) -> dict[str, Asked]:
    """Those of these jobs that are open, and what each asks for."""
    found = ((job, sought(job, here.hide)) for job in jobs.values() if job.open_on(here.today))
    return {job.subject: Asked(job, one) for job, one in found if one is not None}


def _fitting(seats: Sequence[Seat], asked: Asked | None) -> Iterator[Fitting]:
    """Each way in which a job fits."""
    if asked is not None:
        for seat in seats:
            if fits := fit(seat, asked.sought):
                yield Fitting(asked.job, seat.kind, fits)


def _best_first(one: Fitting) -> tuple[int, str, str]:
    return (-one.fits.score, one.job.subject, one.kind)


def _candidate(person: str, one: Fitting) -> Candidate:
    job, kind, fits = one
    match = job_match(person, job.subject, kind)
    return Candidate(match, person, job.subject, kind, fits.score, _matched(match, job, kind, fits))


def _matched(match: str, job: Item, kind: str, fits: Fit) -> OpportunityMatched:
    said = job.content
    if not isinstance(said, JobOpened):
        raise TypeError("only a job is matched as an opportunity")
    return OpportunityMatched(
        match=match,
        job=job.subject,
        kind=kind,
        posted_on=said.posted_on,
        closes_on=said.closes_on,
        title=said.title,
        client=said.client,
        place=said.place,
        score=fits.score,
        why=fits.why,
    )
