"""One placement as rows state it, and the facts that follow from the difference of two rows."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

import msgspec

from services.ingest.reading import Said, Told
from services.ingest.standing import NOTHING
from shared.envelope import moment
from shared.facts import Fact
from shared.facts.placements import (
    PlacementCancelled,
    PlacementEnded,
    PlacementRescheduled,
    PlacementStarted,
)
from shared.facts.spans import Span

NAME = "placements"


class Placement(msgspec.Struct, frozen=True, kw_only=True):
    """A placement as one row states it."""

    id: str
    starts: Span
    ends: date | None
    """The agreed last day."""
    ended: date | None
    """The real one."""
    early: bool
    words: str | None
    cancelled: bool
    employment: str
    recruiter: str | None
    client: str | None
    title: str | None
    at: str | None = None
    """When that was so, where the feed tells: what it shows late changes nothing."""


class Placed(NamedTuple):
    """A placement, and the day on which it was stated."""

    now: Placement
    today: date
    feed: str = NAME

    @property
    def thing(self) -> str:
        """The placement's id: a person may have several."""
        return f"placement:{self.now.id}"

    def tell(self, before: bytes | None, seed: str) -> Told:
        """What happened, at first; afterwards what changed. A statement made anew happens when it is made."""
        keep = msgspec.json.encode(self.now)
        if keep == before:
            return NOTHING
        if before is None:
            return Told(tuple(self._first(seed)), keep)
        was = msgspec.json.decode(before, type=Placement)
        if was.at and self.now.at and self.now.at < was.at[: len(self.now.at)]:  # a file knows but the day
            return NOTHING
        return Told(tuple(self._changes(was, seed)), keep)

    def _first(self, seed: str) -> Iterator[Said]:
        now = self.now
        if now.cancelled:
            yield Said(self._cancelled(), (seed,))
            return
        yield Said(self._started(), (seed,), self._when(now.starts.day))
        if now.ended:
            yield Said(self._ended(now.ended), (seed,), self._when(now.ended))

    def _changes(self, before: Placement, seed: str) -> Iterator[Said]:
        for body in self._stated_anew(before) if self._anew(before) else self._corrections(before):
            yield Said(body, (seed,))

    def _anew(self, before: Placement) -> bool:
        """Whether a start has to be stated again: other words, or something final was taken back."""
        now = self.now
        taken_back = (before.cancelled and not now.cancelled) or bool(before.ended and not now.ended)
        return not now.cancelled and (taken_back or _described(before) != _described(now))

    def _stated_anew(self, before: Placement) -> Iterator[Fact]:
        now = self.now
        yield self._started()
        if now.starts != before.starts or now.ends != before.ends:
            yield self._rescheduled()
        if now.ended:
            yield self._ended(now.ended)

    def _corrections(self, before: Placement) -> Iterator[Fact]:
        now = self.now
        if now.cancelled:
            if not before.cancelled:
                yield self._cancelled()
            return
        if now.starts != before.starts or now.ends != before.ends:
            yield self._rescheduled()
        if now.ended and _ending(now) != _ending(before):
            yield self._ended(now.ended)

    def _when(self, day: date | None) -> str | None:
        """What lies ahead has not happened: it is said on the day it was announced."""
        return moment(day) if day and day <= self.today else None

    def _started(self) -> PlacementStarted:
        now = self.now
        return PlacementStarted(
            feed=self.feed,
            placement=now.id,
            starts=now.starts,
            recruiter=now.recruiter,
            employment=now.employment,
            ends=now.ends,
            client=now.client,
            title=now.title,
        )

    def _rescheduled(self) -> PlacementRescheduled:
        now = self.now
        return PlacementRescheduled(feed=self.feed, placement=now.id, starts=now.starts, ends=now.ends)

    def _ended(self, day: date) -> PlacementEnded:
        now = self.now
        return PlacementEnded(
            feed=self.feed, placement=now.id, ended_on=day, early=now.early, words=now.words
        )

    def _cancelled(self) -> PlacementCancelled:
        return PlacementCancelled(feed=self.feed, placement=self.now.id, words=self.now.words)


class Amended(NamedTuple):
    """A placement's dates and what became of it, as they are now; who and where is as it was stated."""

    now: Placement
    today: date
    feed: str

    @property
    def thing(self) -> str:
        """The same as that of the whole."""
        return f"placement:{self.now.id}"

    def tell(self, before: bytes | None, seed: str) -> Told:
        """What changed; nothing of a placement that was never stated."""
        if before is None:
            return NOTHING
        was = msgspec.json.decode(before, type=Placement)
        now = msgspec.structs.replace(
            self.now,
            recruiter=self.now.recruiter or was.recruiter,
            client=self.now.client or was.client,
            title=self.now.title or was.title,
            at=self.now.at or was.at,
        )
        return Placed(now, self.today, self.feed).tell(before, seed)


class Deleted(NamedTuple):
    """That a placement is no more in the feed: it was entered by mistake."""

    id: str
    today: date
    feed: str

    @property
    def thing(self) -> str:
        """The same as that of the whole."""
        return f"placement:{self.id}"

    def tell(self, before: bytes | None, seed: str) -> Told:
        """`placement.cancelled`, once."""
        if before is None:
            return NOTHING
        was = msgspec.json.decode(before, type=Placement)
        return Placed(msgspec.structs.replace(was, cancelled=True), self.today, self.feed).tell(before, seed)


def _described(placement: Placement) -> tuple[str | None, ...]:
    return (placement.client, placement.title, placement.recruiter, placement.employment)


def _ending(placement: Placement) -> tuple[date | None, bool, str | None]:
    return (placement.ended, placement.early, placement.words)
