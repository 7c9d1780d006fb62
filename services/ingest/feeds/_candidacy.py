"""One application as an ATS shows it, and the facts that follow from what changed since it was shown before.

An ATS tells of one hire by several web hooks, and of the end of it by none of its own: whichever comes first
tells the hire, the others add what they know, and an application that is no longer hired undoes it.
"""

from collections.abc import Iterator
from typing import NamedTuple

import msgspec

from services.ingest.reading import Said, Told
from services.ingest.standing import addressed
from shared.envelope import computed_id
from shared.facts import Fact
from shared.facts.placements import (
    ApplicationMoved,
    PlacementCancelled,
    PlacementRescheduled,
    PlacementStarted,
)
from shared.facts.spans import Span


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """What was shown so far."""

    hire: PlacementStarted
    """The placement that the application became, or would become."""
    hired: bool
    stage: str | None
    at: str | None
    """When that was so."""
    version: int = 0
    """Of the offer that told the start."""


class Candidacy(NamedTuple):
    """An application, and when it was shown so; what is shown late is told, and changes nothing."""

    event: str
    """What identifies the vendor's event: the same for all web hooks that tell of it."""
    application: str
    hire: PlacementStarted
    """The placement that it became, or would become; what is not told now stays as it was told."""
    hired: bool | None = None
    """`None` when that is not told."""
    stage: str | None = None
    occurred: str | None = None
    version: int = 0
    """Of the offer that tells the start, where the feed counts them: an older one moves no start."""
    alone: Fact | None = None
    """What is told where nothing was shown before: an older program told hires without keeping them."""

    @property
    def thing(self) -> str:
        """A person may have applied several times."""
        return f"application:{self.application}"

    def tell(self, before: bytes | None, seed: str) -> Told:
        """The move to another stage, a hire, what was corrected of it, or that it was undone."""
        was = msgspec.json.decode(before, type=Shown) if before else None
        if was and self.occurred and was.at and self.occurred < was.at:
            return Told(tuple(self._moved(was, self.stage, (self.application, self.event))), None)
        now = self._now(was)
        said = (*self._moved(was, now.stage, (seed,)), *self._placed(was, now, seed))
        return Told(said, msgspec.json.encode(now))

    def _now(self, was: Shown | None) -> Shown:
        if was is None:
            return Shown(
                hire=self.hire,
                hired=bool(self.hired),
                stage=self.stage,
                at=self.occurred,
                version=self.version if self.hire.starts.certainty != "unknown" else 0,
            )
        newer = self._tells_newer_start(was)
        return Shown(
            hire=_completed(self.hire, was.hire, self.hire.starts if newer else was.hire.starts),
            hired=was.hired if self.hired is None else self.hired,
            stage=self.stage or was.stage,
            at=self.occurred or was.at,
            version=self.version if newer else was.version,
        )

    def _tells_newer_start(self, was: Shown) -> bool:
        """Not where it tells none, nor where a later version of the offer told one."""
        return self.hire.starts.certainty != "unknown" and self.version >= was.version

    def _moved(self, was: Shown | None, stage: str | None, about: tuple[str, ...]) -> Iterator[Said]:
        if stage and (was is None or was.stage != stage):
            job = self.hire.title or (was.hire.title if was else None)
            moved = ApplicationMoved(feed=self.hire.feed, application=self.application, job=job, stage=stage)
            yield Said(moved, about, self.occurred)

    def _placed(self, was: Shown | None, now: Shown, seed: str) -> Iterator[Said]:
        before = was is not None and was.hired
        first = (self.application, self.event)
        if now.hired and not before:
            yield Said(now.hire, first, self.occurred)
        elif before and not now.hired:
            undone = PlacementCancelled(feed=self.hire.feed, placement=self.hire.placement)
            yield Said(undone, first, self.occurred)
        elif was is None and self.alone and not now.hired:
            yield Said(self.alone, first, self.occurred)
        elif was and now.hired:
            yield from (Said(body, (seed,), self.occurred) for body in _corrections(was.hire, now.hire))


def placement_id(agency: str, feed: str, application: str) -> str:
    """The placement that an application becomes."""
    return computed_id("placement", agency, feed, application)


def _completed(now: PlacementStarted, was: PlacementStarted, starts: Span) -> PlacementStarted:
    """What is told now, with what was told before where it says nothing."""
    return PlacementStarted(
        feed=now.feed,
        placement=now.placement,
        starts=starts,
        recruiter=addressed(now.recruiter, was.recruiter) or was.recruiter,
        employment=was.employment if now.employment == "unknown" else now.employment,
        client=now.client or was.client,
        title=now.title or was.title,
    )


def _corrections(was: PlacementStarted, now: PlacementStarted) -> Iterator[Fact]:
    if msgspec.structs.replace(was, starts=now.starts) != now:
        yield now
    if was.starts != now.starts:
        yield PlacementRescheduled(feed=now.feed, placement=now.placement, starts=now.starts)
