"""Facts that were taken back. Pure."""

from collections.abc import Iterable

from shared.envelope import Event
from shared.facts.corrections import FactRetracted


def void_facts(events: Iterable[Event]) -> set[str]:
    """The facts that these events take back."""
    return {event.body.fact for event in events if isinstance(event.body, FactRetracted)}
