"""What a feed may state of a job as a whole; facts follow from the difference to what it stated before."""

import re
from datetime import date
from typing import NamedTuple

import msgspec

from services.ingest.reading import Notice, Said, Source, Told
from services.ingest.standing import NOTHING
from shared.envelope import computed_id
from shared.errors import UnreadableError
from shared.facts.market import JobClosed, JobOpened

LEAST, MOST = 2_000, 1_000_000_000


class _Kept(msgspec.Struct, frozen=True):
    job: JobOpened
    open: bool


class Advertised(NamedTuple):
    """A job as it is advertised now, or was before it closed."""

    job: JobOpened
    open: bool
    today: date
    """The day on which it is so."""
    thing: str = "job"
    undated: bool = False
    """It is not told when it was posted: that was by the day on which it was first heard of."""

    def tell(self, before: bytes | None, seed: str) -> Told:
        """`job.opened` when it is new, differs or opens again, `job.closed` when it closes.

        What is closed when it is first heard of was never open to anybody: nothing is said.
        """
        was = msgspec.json.decode(before, type=_Kept) if before else None
        now = _Kept(self._dated(was), self.open)
        if now == was:
            return NOTHING
        return Told(self._said(was, now.job, seed), msgspec.json.encode(now))

    def _dated(self, was: _Kept | None) -> JobOpened:
        if was is None or not self.undated:
            return self.job
        return msgspec.structs.replace(self.job, posted_on=was.job.posted_on)

    def _said(self, was: _Kept | None, job: JobOpened, seed: str) -> tuple[Said, ...]:
        if self.open:
            return (Said(job, (seed,)),)
        return _closed(was, self.job.feed, self.today, seed)


def subject(agency: str, feed: str, reference: str) -> str:
    """Our id of what a feed calls so."""
    return computed_id("job", agency, feed, reference)


def notice(job: JobOpened, source: Source, *, is_open: bool, undated: bool = False) -> Notice:
    """What a feed tells of a job now."""
    advertised = Advertised(job, open=is_open, today=source.as_of, undated=undated)
    return Notice(subject(source.agency, job.feed, job.reference), advertised)


def gone(feed: str, reference: str, source: Source) -> Notice:
    """That a feed has a job no more."""
    return Notice(subject(source.agency, feed, reference), Gone(feed, source.as_of))


def said(text: str | None) -> str | None:
    """A text that says something."""
    return (text or "").strip() or None


def needed(text: str, field: str) -> str:
    """The same; `UnreadableError` where it says nothing."""
    found = said(text)
    if found is None:
        raise UnreadableError("expected something, found an empty text", field=field)
    return found


def currency(text: str | None) -> str | None:
    """A currency by ISO 4217, where it can be one."""
    found = (text or "").strip().upper()
    return found if re.fullmatch("[A-Z]{3}", found) else None


def a_year(low: float | None, high: float | None) -> tuple[int | None, int | None]:
    """Pay by the year, from and to, where it can be one; what is less is by the hour or the day."""
    found = [int(pay) if pay and LEAST <= pay < MOST else None for pay in (low, high)]
    if found[0] and found[1] and found[1] < found[0]:
        return None, None
    return found[0], found[1]


class Gone(NamedTuple):
    """A job that the feed has no more."""

    feed: str
    today: date
    thing: str = "job"

    def tell(self, before: bytes | None, seed: str) -> Told:
        """`job.closed` where it was open."""
        was = msgspec.json.decode(before, type=_Kept) if before else None
        if was is None or not was.open:
            return NOTHING
        keep = msgspec.json.encode(_Kept(was.job, open=False))
        return Told(_closed(was, self.feed, self.today, seed), keep)


def _closed(was: _Kept | None, feed: str, today: date, seed: str) -> tuple[Said, ...]:
    return (Said(JobClosed(feed=feed, on=today), (seed,)),) if was and was.open else ()
