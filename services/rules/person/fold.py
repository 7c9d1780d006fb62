"""The fold: a person from the facts, all at once or one by one."""

from collections.abc import Iterable
from zoneinfo import ZoneInfo

from services.rules.person import Draft, Person
from services.rules.person.folding import STEPS
from services.rules.person.history import Retraction, Said
from shared.envelope import Event
from shared.facts import corrections

NOBODY = Person()


def fold(events: Iterable[Event], zone: ZoneInfo) -> Person:
    """The person these facts describe: each once, in the total order, without the retracted ones."""
    ordered = in_order(events)
    draft = Draft.of(NOBODY, zone)
    draft.retracted = _retractions(ordered)
    for event in ordered:
        _take(draft, event)
    return draft.person()


def evolve(person: Person, event: Event, zone: ZoneInfo) -> Person:
    """The person with one more fact; see `extend`."""
    return extend(person, (event,), zone)


def extend(person: Person, events: Iterable[Event], zone: ZoneInfo) -> Person:
    """The person with more facts, in any order, late ones too; a fact taken before changes nothing.

    Equal to the fold of all, unless `needs_history` says that one of them unsays another.
    """
    draft = Draft.of(person, zone)
    for event in events:
        _take(draft, event)
    return draft.person()


def needs_history(event: Event) -> bool:
    """Whether the fact unsays another one, so that the stored history must be folded again."""
    return type(event.body) is corrections.FactRetracted


def said_by(event: Event) -> Said:
    """The event's place in the order, and its feed or else the service that wrote it."""
    feed = getattr(event.body, "feed", None) or event.source
    return Said(event.occurred, event.recorded_at, event.id, feed)


def in_order(events: Iterable[Event]) -> list[Event]:
    """Each event once, in the total order."""
    return sorted({event.id: event for event in events}.values(), key=lambda event: event.order)


def _retractions(ordered: list[Event]) -> dict[str, Retraction]:
    """What does not hold. A retraction that a later one retracts is void."""
    found: dict[str, Retraction] = {}
    for event in reversed(ordered):
        if isinstance(event.body, corrections.FactRetracted) and event.id not in found:
            found.setdefault(event.body.fact, Retraction(said_by(event), event.body.reason))
    return found


def _take(draft: Draft, event: Event) -> None:
    draft.seen = max(draft.seen, event.recorded_at)
    if event.id not in draft.retracted:
        STEPS[type(event.body)](draft, event.body, said_by(event))
