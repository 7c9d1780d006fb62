"""Ingest without its HTTP: says facts about people straight into its outbox."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from e2e.installation import Installation

from shared.database import transaction
from shared.envelope import Event, computed_id, moment
from shared.facts import Fact
from shared.facts.people import ConsentGiven, PersonProfiled, PersonRegistered
from shared.facts.placements import PlacementRescheduled, PlacementStarted
from shared.facts.spans import exactly

FEED = "ats"


@dataclass
class Source:
    """What it has said stays known to it, whatever becomes of the database."""

    installation: Installation
    said: list[Event] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._parts = self.installation.parts("ingest")

    def place(self, people: range) -> None:
        """People are registered and placed, each in a transaction of their own."""
        for number in people:
            starts = exactly(datetime.now(UTC).date() - timedelta(days=number % 90))
            placement = _id("placement", number)
            placed = PlacementStarted(feed=FEED, placement=placement, starts=starts, client="Acme")
            profile = PersonProfiled(feed=FEED, name=f"Given{number}", recruiter="ann@agency.example")
            self.say(number, [PersonRegistered(feed=FEED), profile, placed])

    def reschedule(self, people: range) -> None:
        """The placements of these people began a week earlier than was said, which moves their tasks."""
        for number in people:
            starts = exactly(datetime.now(UTC).date() - timedelta(days=number % 90 + 7))
            placement = _id("placement", number)
            self.say(number, [PlacementRescheduled(feed=FEED, placement=placement, starts=starts)])

    def consent(self, people: range, words: str = "of course") -> None:
        """People agree to be written to, once more."""
        for number in people:
            self.say(number, [ConsentGiven(feed=FEED, words=words)])

    def say(self, number: int, bodies: Sequence[Fact]) -> None:
        """Facts about one person, in one transaction."""
        events = [self._event(number, body, len(self.said) + at) for at, body in enumerate(bodies)]
        with transaction(self._parts.engine) as connection:
            self._parts.outbox.append(connection, events, create_keys=True)
        self.said += events

    def _event(self, number: int, body: Fact, place: int) -> Event:
        now = datetime.now(UTC)
        return Event(
            id=_id("event", place),
            agency=self.installation.settings.agency,
            subject=_id("person", number),
            source=f"ingest/{FEED}",
            occurred=moment(now),
            recorded_at=now,
            body=body,
        )


def _id(*parts: object) -> str:
    return computed_id("crash test", *parts)
