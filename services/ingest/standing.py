"""What every feed may state of a person as a whole: their profile, and whether they may be written to."""

from typing import NamedTuple

import msgspec

from services.ingest.reading import Said, Told
from shared.facts.people import ConsentGiven, ConsentWithdrawn, PersonProfiled

NOTHING = Told((), None)
PROFILE = "profile"


class Profiled(NamedTuple):
    """The profile, told again only when it differs from the last one of this feed."""

    profile: PersonProfiled
    occurred: str | None = None
    thing: str = PROFILE

    def tell(self, before: bytes | None, seed: str) -> Told:
        """`person.profiled` when something changed."""
        # Compared by what it means: an older program knew fewer fields.
        if before is not None and msgspec.json.decode(before, type=PersonProfiled) == self.profile:
            return NOTHING
        return Told((Said(self.profile, (seed,), self.occurred),), msgspec.json.encode(self.profile))


class Consented(NamedTuple):
    """A no, or a yes, told when it is first said and again when it changes. `None` is silence."""

    feed: str
    allowed: bool | None
    words: str | None = None
    occurred: str | None = None
    thing: str = "consent"

    def tell(self, before: bytes | None, seed: str) -> Told:
        """`consent.given` or `consent.withdrawn`; silence only ends what was said before."""
        now = {None: b"", True: b"yes", False: b"no"}[self.allowed]
        if now == (before or b""):
            return NOTHING
        if self.allowed is None:
            return Told((), now)
        answer = ConsentGiven if self.allowed else ConsentWithdrawn
        return Told((Said(answer(feed=self.feed, words=self.words), (seed,), self.occurred),), now)
