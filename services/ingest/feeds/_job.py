"""What a feed may state of a job as a whole; facts follow from the difference to what it stated before."""

from datetime import date
from typing import NamedTuple

import msgspec

from services.ingest.reading import Said, Told
from services.ingest.standing import NOTHING
from shared.facts.market import JobClosed, JobOpened


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

    def tell(self, before: bytes | None, seed: str) -> Told:
        """`job.opened` when it is new, differs or opens again, `job.closed` when it closes.

        What is closed when it is first heard of was never open to anybody: nothing is said.
        """
        was = msgspec.json.decode(before, type=_Kept) if before else None
        now = _Kept(self.job, self.open)
        if now == was:
            return NOTHING
        return Told(self._said(was, seed), msgspec.json.encode(now))

    def _said(self, was: _Kept | None, seed: str) -> tuple[Said, ...]:
        if self.open:
            return (Said(self.job, (seed,)),)
        return _closed(was, self.job.feed, self.today, seed)


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
