"""Who somebody is, and whether we may write to them."""

from datetime import date, datetime

from shared.facts.registry import Fact, event


@event("person.registered")
class PersonRegistered(Fact, frozen=True, kw_only=True):
    """A feed spoke of this person for the first time."""

    feed: str


@event(
    "person.profiled",
    personal=(
        *("name", "given_name", "emails", "phones", "profile_url", "employer", "title"),
        *("place", "born_on"),
    ),
)
class PersonProfiled(Fact, frozen=True, kw_only=True):
    """What a feed says of the person now, whole; a field it does not speak of is `None` or empty."""

    feed: str
    recruiter: str | None = None
    """Who looks after this person: the recruiter's e-mail address or, without one, their name."""
    name: str | None = None
    given_name: str | None = None
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    profile_url: str | None = None
    employer: str | None = None
    title: str | None = None
    place: str | None = None
    """Where they live or work, as the feed words it."""
    born_on: date | None = None


@event("consent.given", personal=("words",))
class ConsentGiven(Fact, frozen=True, kw_only=True):
    """The person agreed to be written to."""

    feed: str
    words: str | None = None


@event("consent.withdrawn", personal=("words",))
class ConsentWithdrawn(Fact, frozen=True, kw_only=True):
    """The person, or their ATS record, said no to being written to."""

    feed: str
    words: str | None = None


@event("person.absorbed")
class PersonAbsorbed(Fact, frozen=True, kw_only=True):
    """This person turned out to be `into`; their facts are forwarded there, each marked with `merge`."""

    into: str
    merge: str
    undoes: str | None = None
    """The merge that this takes back: `into` is this person as they were without it."""
    other: str | None = None
    """Who came out of it beside `into`."""
    since: datetime | None = None
    """What was told by name after this may be of either; `None` where nothing can be."""


@event("person.erased")
class PersonErased(Fact, frozen=True, kw_only=True):
    """The person is forgotten: their key is gone; every reader clears what it holds of them."""

    reason: str
