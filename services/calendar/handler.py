"""What the calendar does with facts, and with each day."""

from collections.abc import Iterable, Sequence
from datetime import date

import sqlalchemy as sa

from services.calendar import memory
from services.calendar.announcements import Announced, Calendar, Due, changes
from services.calendar.memory import Person
from services.calendar.placements import placements
from shared.clock import Clock, day_of
from shared.codec import Sealed, body
from shared.delivery import Delivery
from shared.employers import plain_employer
from shared.envelope import Event, computed_id, moment
from shared.facts import Fact
from shared.facts.corrections import FactRetracted
from shared.facts.dates import AnniversaryDue, MilestoneDue, ReviewDue
from shared.facts.people import PersonAbsorbed, PersonErased
from shared.facts.placements import (
    PlacementCancelled,
    PlacementEnded,
    PlacementRescheduled,
    PlacementStarted,
)
from shared.facts.spans import Span
from shared.facts.tasks import PlanReviewWanted
from shared.outbox import Outbox
from shared.vault import Vault

SOURCE = "calendar"
AT_ONCE = 500
"""People of one tick at most; the next tick goes on."""
HEEDED = frozenset(
    {
        "placement.started",
        "placement.rescheduled",
        "placement.cancelled",
        "placement.ended",
        "fact.retracted",
        "person.absorbed",
        "person.erased",
        "plan.review_wanted",
    }
)


class CalendarHandler:
    """Keeps the dates of placements and says when an anniversary, a milestone or a review is due."""

    def __init__(self, outbox: Outbox, vault: Vault, clock: Clock, calendar: Calendar) -> None:
        self._outbox = outbox
        self._vault = vault
        self._clock = clock
        self._calendar = calendar

    def forget(self) -> None:
        """Nothing is kept outside the database."""

    def handle(self, connection: sa.Connection, deliveries: Sequence[Delivery]) -> None:
        """Take note of facts about dates, and say at once what follows from a correction."""
        heeded = [each.sealed for each in deliveries if each.sealed.type in HEEDED]
        events = self._opened(connection, heeded)
        self._outbox.lock(connection, {_person(event) for event in events})
        stay = set(memory.present(connection, map(_person, events)))
        here = [event for event in events if _person(event) in stay]
        memory.remember_facts(connection, [row for event in here if (row := self._date_fact(event))])
        memory.remember_retractions(connection, [row for event in here if (row := _retraction(event))])
        memory.remember_reviews(connection, [row for event in here if (row := _review(event))])
        leaving = {_person(event) for event in here if isinstance(event.body, (PersonAbsorbed, PersonErased))}
        for person in leaving:
            memory.forget(connection, person)
        dated = {_person(event) for event in here if not isinstance(event.body, PlanReviewWanted)}
        self._say_changes(connection, sorted(dated - leaving))

    def _opened(self, connection: sa.Connection, heeded: Sequence[Sealed]) -> list[Event]:
        """Of a start the client is read, in order to be hidden; nothing else that is sealed is opened."""
        starts = {(each.agency, each.subject) for each in heeded if each.type == "placement.started"}
        keys = self._vault.keys(connection, starts, create=False) if starts else None
        return [body(each, keys if each.type == "placement.started" else None) for each in heeded]

    def _date_fact(self, event: Event) -> dict[str, object] | None:
        row, said = _date_fact(event), event.body
        if row and isinstance(said, PlacementStarted) and said.client:
            row["employer"] = self._hidden(event.agency, said.client)
        return row

    def _hidden(self, agency: str, client: str) -> bytes:
        """The same for every spelling of one employer, and readable for nobody."""
        return self._vault.blind_index(agency, f"calendar employer {plain_employer(client)}")

    def tick(self, connection: sa.Connection) -> bool:
        """Say what has become due by today; whether there is more to say at once."""
        today = self._today()
        waiting = memory.due(connection, today, AT_ONCE)
        reviewable = memory.reviewable(connection, today, AT_ONCE)
        self._outbox.lock(connection, {*waiting, *reviewable})  # before any row, as `handle` does
        self._say_changes(connection, memory.present(connection, waiting))
        taken = memory.take_reviews(connection, reviewable, today)
        self._outbox.append(connection, [self._review_due(*each) for each in taken])
        return AT_ONCE in (len(waiting), len(reviewable))

    def _say_changes(self, connection: sa.Connection, some: Sequence[Person]) -> None:
        if not some:
            return
        known, earlier = memory.date_facts(connection, some), memory.announcements(connection, some)
        found = {
            person: changes(placements(known[person]), earlier[person], self._today(), self._calendar)
            for person in some
        }
        taken_back = [(person, each) for person, change in found.items() for each in change.retract]
        new = [(person, each) for person, change in found.items() for each in change.announce]
        memory.write_announcements(connection, taken_back, retracted=True)
        memory.write_announcements(connection, new, retracted=False)
        memory.write_days(connection, {person: change.look_again_on for person, change in found.items()})
        self._outbox.append(connection, [*self._retracted(taken_back), *self._announced(new)])

    def _retracted(self, said: Iterable[tuple[Person, Announced]]) -> list[Event]:
        reason = "the placement's dates were corrected"
        return [
            self._event(
                person, computed_id("retracted", each.fact), FactRetracted(fact=each.fact, reason=reason)
            )
            for person, each in said
        ]

    def _announced(self, said: Iterable[tuple[Person, Announced]]) -> list[Event]:
        ordered = sorted(said, key=lambda each: each[1].due.occurs_on)
        return [self._event(person, each.fact, body_of(each.due)) for person, each in ordered]

    def _review_due(self, person: Person, on: date, revision: int) -> Event:
        return self._event(person, computed_id("review.due", *person, revision), ReviewDue(on=on))

    def _event(self, person: Person, id_: str, said: Fact) -> Event:
        now = self._clock.now()
        return Event(
            id=id_,
            agency=person[0],
            subject=person[1],
            source=SOURCE,
            occurred=moment(now),
            recorded_at=now,
            body=said,
        )

    def _today(self) -> date:
        return day_of(self._clock.now(), self._calendar.zone)


def body_of(due: Due) -> Fact:
    """What is said of a day that comes up."""
    placement, years, day, milestone = due
    if milestone:
        return MilestoneDue(placement=placement, milestone=milestone, occurs_on=day)
    return AnniversaryDue(placement=placement, occurs_on=day, years=years)


def _person(event: Event) -> Person:
    return event.agency, event.subject


def _row(event: Event, **values: object) -> dict[str, object]:
    return {"agency": event.agency, "person": event.subject, **values}


def _date_fact(event: Event) -> dict[str, object] | None:
    match event.body:
        case PlacementStarted() | PlacementRescheduled() as said:
            starts, ends, exact = _known(said.starts), said.ends, said.starts.day is not None
        case PlacementEnded() as said:
            starts, ends, exact = None, said.ended_on, True
        case PlacementCancelled() as said:
            starts, ends, exact = None, None, True
        case _:
            return None
    when = {"occurred": event.occurred, "recorded_at": event.recorded_at, "kind": event.type}
    employment = said.employment if isinstance(said, PlacementStarted) else None
    dates = {"starts": starts, "ends": ends, "employment": employment, "employer": None, "exact": exact}
    return _row(event, fact=event.id, placement=said.placement, **dates, **when)


def _known(starts: Span) -> date | None:
    """The day, or the last one of a month: by then the year is full."""
    return starts.latest if starts.certainty in ("exact", "month") else None


def _retraction(event: Event) -> dict[str, object] | None:
    return _row(event, fact=event.body.fact) if isinstance(event.body, FactRetracted) else None


def _review(event: Event) -> dict[str, object] | None:
    said = event.body
    return _row(event, on=said.on, revision=said.revision) if isinstance(said, PlanReviewWanted) else None
