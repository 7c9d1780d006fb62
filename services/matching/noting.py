"""From a fact about a person to what is kept of it. Pure."""

from services.matching.profile import Note
from services.matching.words import Hide, phrases, plain
from shared.envelope import Event
from shared.facts import Fact
from shared.facts.favours import ReferralMade
from shared.facts.heard import InterestStated, WishStated
from shared.facts.matches import MatchWithdrawn
from shared.facts.people import ConsentGiven, ConsentWithdrawn, PersonProfiled
from shared.facts.placements import PlacementCancelled, PlacementRescheduled, PlacementStarted
from shared.facts.roles import RoleChanged, RoleObserved
from shared.titles import read

OWN = "matching"
"""The source of what this service itself says."""

HEEDED = frozenset(
    {
        *("person.profiled", "person.absorbed", "person.erased", "consent.given", "consent.withdrawn"),
        *("role.observed", "role.changed", "placement.started", "placement.rescheduled"),
        *("placement.cancelled", "interest.stated", "wish.stated", "referral.made", "match.withdrawn"),
        *("fact.retracted", "job.opened", "job.closed", "resource.published", "resource.withdrawn"),
    }
)


def heeded(event: Event) -> bool:
    """Whether a fact matters here; what this service said itself does not."""
    return event.type in HEEDED and event.source != OWN


def note(event: Event, hide: Hide) -> Note | None:
    """What is to be kept; `None` of a fact that says nothing here."""
    match event.body:
        case PersonProfiled() | RoleObserved() | RoleChanged() as said:
            return titled(said.title, hide)
        case PlacementStarted() as said:
            seen = titled(said.title, hide)
            return _placed(seen, said)
        case PlacementRescheduled() as said:
            return Note(thing=said.placement, on=said.starts.latest)
        case PlacementCancelled() as said:
            return Note(thing=said.placement)
        case _:
            return _heard(event, hide)


def titled(title: str | None, hide: Hide) -> Note:
    """What a title tells."""
    reading = read(title)
    rank = reading.seniority.name.lower() if reading.seniority is not None else ""
    return Note(field=reading.field, seniority=rank, words=_hidden((title,), hide))


def _placed(seen: Note, said: PlacementStarted) -> Note:
    return Note(said.placement, seen.field, seen.seniority, seen.words, on=said.starts.latest)


def _heard(event: Event, hide: Hide) -> Note | None:
    said: Fact = event.body
    match said:
        case InterestStated(topic=str() as topic):
            return Note(topic=hide(plain(topic)), words=_hidden((topic,), hide))
        case WishStated():
            places = tuple(hide(plain(place)) for place in said.places)
            return Note(
                words=_hidden(said.skills, hide),
                places=places,
                pay_from=said.pay_from,
                currency=said.currency,
            )
        case ConsentGiven() | ConsentWithdrawn():
            return Note()
        case ReferralMade():
            return Note(thing=said.referral, referred=said.referred, on=said.on)
        case MatchWithdrawn() if event.source != OWN:
            return Note(thing=said.match)
        case _:
            return None


def _hidden(texts: tuple[str | None, ...], hide: Hide) -> tuple[int, ...]:
    return tuple(sorted(map(hide, phrases(texts))))
