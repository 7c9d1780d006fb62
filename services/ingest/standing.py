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
    silent: tuple[str, ...] = ()
    """Fields of which this payload does not speak, though others of the feed do: they stay as they were."""
    by_name: bool = False
    """Its recruiter is known by name only: an e-mail address that the feed told before stays."""

    def tell(self, before: bytes | None, seed: str) -> Told:
        """`person.profiled` when something changed."""
        # Compared by what it means: an older program knew fewer fields.
        was = msgspec.json.decode(before, type=PersonProfiled) if before is not None else None
        now = self._beside(was) if was else self.profile
        if now == was:
            return NOTHING
        return Told((Said(now, (seed,), self.occurred),), msgspec.json.encode(now))

    def _beside(self, was: PersonProfiled) -> PersonProfiled:
        kept = {field: getattr(was, field) for field in self.silent}
        if self.by_name:
            kept["recruiter"] = addressed(self.profile.recruiter, was.recruiter)
        return msgspec.structs.replace(self.profile, **kept)


def addressed(now: str | None, was: str | None) -> str | None:
    """A recruiter as told now; but an e-mail address that was told before says more than a name."""
    return was if now and "@" not in now and was and "@" in was else now


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
