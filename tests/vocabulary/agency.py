"""The sample agency on its first day, without a broker: its facts, and the plans they lead to."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from vocabulary.handled import said
from vocabulary.inbox import Ingest

from services.calendar.announcements import Calendar, changes
from services.calendar.handler import body_of
from services.calendar.placements import DateFact, placements
from services.cli import sample
from services.cli.client import Client, Json
from services.matching.handler import MatchingHandler
from services.matching.tables import common, metadata
from services.rules.heart import plan_of
from services.rules.playbook import STANDARD
from shared import demo
from shared.clock import day_of
from shared.database import transaction
from shared.delivery import decode
from shared.envelope import Event, computed_id, moment
from shared.facts import Fact
from shared.facts.outreach import OutreachCompleted
from shared.facts.placements import PlacementEnded, PlacementRescheduled, PlacementStarted
from shared.facts.tasks import TaskState
from shared.topics import Topic, topic_of
from shared.wiring import Wiring


class Inside(Client):
    """A client of an ingest without a server, which reads files at once."""

    def __init__(self, ingest: Ingest) -> None:
        super().__init__(ingest.settings, ingest.http)
        self._ingest = ingest

    def upload(self, path: str, file: Path, form: dict[str, str] | None = None) -> Json:
        """Send a file, and have it read."""
        answer = super().upload(path, file, form)
        self._ingest.work()
        return answer


class Stood(NamedTuple):
    """A task in somebody's plan today."""

    task: TaskState
    because: str | None
    """Why it is held back, if it is."""


class Agency:
    """The agency, after everything of the sample was sent and done."""

    def __init__(self, ingest: Ingest) -> None:
        self.ingest = ingest
        self._client = Inside(ingest)
        self._zone = ingest.settings.zone
        self._now = ingest.clock.now()
        self._today = day_of(self._now, self._zone)
        self.send()
        self._histories = self._by_person()
        for known in demo.people(self._today):
            for deed in known.done:
                self._do(known, deed)

    def send(self) -> list[str]:
        """Everything of the sample, as `afterhire up` does; what was refused."""
        return sample.send(self._client, self.ingest.settings, self._today)

    def told(self) -> list[str]:
        """The ids of all that was told of people."""
        return [event.id for event in self.ingest.events()]

    def matched(self) -> list[Event]:
        """What matching says of the sample's people and jobs."""
        parts = Wiring(self.ingest.settings, "matching", metadata, common)
        parts.prepare()
        handler = MatchingHandler(parts.outbox, parts.vault, self.ingest.clock, self._zone)
        with transaction(parts.engine) as connection:
            read = decode(connection, parts.vault, self.ingest.records(), opens=True)
            handler.handle(connection, read.deliveries)
        found = said(parts)
        parts.dispose()
        return found

    def stood(self) -> list[Stood]:
        """Every task whose window is open today, in the plan or held back."""
        return [one for history in self._histories.values() for one in self._of(history)]

    def _by_person(self) -> dict[str, list[Event]]:
        found: dict[str, list[Event]] = {}
        for event in (*self.ingest.events(), *self.matched()):
            if topic_of(event.type) is Topic.PEOPLE:
                found.setdefault(event.subject, []).append(event)
        for history in found.values():
            history.extend(self._anniversaries(history))
        return found

    def _of(self, history: Sequence[Event]) -> Iterator[Stood]:
        for entry in plan_of(history, STANDARD, self._zone).entries.values():
            if entry.live and entry.task and entry.task.opens_on <= self._today:
                yield Stood(entry.task, entry.because)

    def _do(self, known: demo.Known, deed: demo.Deed) -> None:
        """What the desk says of it."""
        person = self._client.get(f"/v1/feeds/{known.feed}/person", id=known.id)["person"]
        history = self._histories[person]
        planned = [one.task for one in self._of(history) if one.because is None]
        task = next(each for each in planned if each.play == deed.play)
        done = OutreachCompleted(
            task=task.task,
            version=2,
            by=deed.by,
            play=task.play,
            outcome=deed.outcome,
            on=self._today,
            about=task.about,
        )
        history.append(self._said(person, done))

    def _anniversaries(self, history: Sequence[Event]) -> Iterator[Event]:
        """What the calendar says of them."""
        known = placements(_date_facts(history))
        for each in changes(known, (), self._today, Calendar(self._zone)).announce:
            yield self._said(history[0].subject, body_of(each.due))

    def _said(self, person: str, body: Fact) -> Event:
        return Event(
            id=computed_id(person, body),
            agency=self.ingest.settings.agency,
            subject=person,
            source="test",
            occurred=moment(self._now),
            recorded_at=self._now,
            body=body,
        )


def _date_facts(history: Iterable[Event]) -> Iterator[DateFact]:
    for event in history:
        match event.body:
            case PlacementStarted() | PlacementRescheduled() as said:
                yield _date_fact(event, said.placement, said.starts.day, said.ends)
            case PlacementEnded() as said:
                yield _date_fact(event, said.placement, None, said.ended_on)
            case _:
                pass


def _date_fact(event: Event, placement: str, starts: date | None, ends: date | None) -> DateFact:
    return DateFact(event.occurred, event.recorded_at, event.id, placement, event.type, starts, ends)
