"""What a feed may state of an article or event as a whole; facts follow from the difference to before."""

from datetime import date
from typing import NamedTuple

import msgspec

from services.ingest.reading import Said, Told
from services.ingest.standing import NOTHING
from shared.facts.market import ResourcePublished, ResourceWithdrawn


class _Kept(msgspec.Struct, frozen=True):
    resource: ResourcePublished
    open: bool
    sequence: int


class Offered(NamedTuple):
    """An article or event as it stands now."""

    resource: ResourcePublished
    open: bool
    """False of what was called off or is over."""
    dated: bool
    """Whether the feed says since when it stands; otherwise the day on which it was first seen holds."""
    today: date
    sequence: int = 0
    """Which edition it is; an earlier one than was seen says nothing."""
    thing: str = "resource"

    def tell(self, before: bytes | None, seed: str) -> Told:
        """`resource.published` when it is new, differs or is on again, `resource.withdrawn` when it is off.

        Of what is off or over when it is first heard of, or was over by itself, nothing is said.
        """
        was = msgspec.json.decode(before, type=_Kept) if before else None
        now = _Kept(self._dated(was), self.open, self.sequence)
        if was and (now == was or now.sequence < was.sequence):
            return NOTHING
        return Told(self._said(was, now, seed), msgspec.json.encode(now))

    def _dated(self, was: _Kept | None) -> ResourcePublished:
        if self.dated or was is None:
            return self.resource
        return msgspec.structs.replace(self.resource, published_on=was.resource.published_on)

    def _said(self, was: _Kept | None, now: _Kept, seed: str) -> tuple[Said, ...]:
        if now.open:
            news = was is None or not was.open or was.resource != now.resource
            return (Said(now.resource, (seed,)),) if news else ()
        if was and was.open and (was.resource.ends_on or self.today) >= self.today:
            return (Said(ResourceWithdrawn(feed=self.resource.feed), (seed,)),)
        return ()
