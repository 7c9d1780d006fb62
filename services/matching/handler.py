"""What matching does with facts about people and the market, and with each day."""

from collections.abc import Callable, Collection, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from services.matching import memory, noting, shelf, thanking
from services.matching.item import Item, family_of
from services.matching.jobs import Jobs
from services.matching.matching import Matcher, Saying
from services.matching.profile import profile
from services.matching.resources import Resources
from services.matching.side import Here, Side
from services.matching.words import Hide
from shared.clock import Clock, day_of
from shared.delivery import Delivery
from shared.envelope import Event, moment
from shared.facts.corrections import FactRetracted
from shared.facts.people import PersonAbsorbed, PersonErased
from shared.outbox import Outbox
from shared.topics import Topic, topic_of
from shared.vault import Vault

LOCK = "all matches"
"""One transaction at a time matches in an agency: how many matches somebody has is everybody's concern."""
AT_ONCE = 100
"""Jobs and resources of one tick at most; the next tick goes on."""
SIDES: tuple[Side, ...] = (Jobs(), Resources())


class MatchingHandler:
    """Keeps who people are and what the market holds, and says what matches."""

    def __init__(self, outbox: Outbox, vault: Vault, clock: Clock, zone: ZoneInfo) -> None:
        self._outbox = outbox
        self._vault = vault
        self._clock = clock
        self._zone = zone

    def forget(self) -> None:
        """Nothing is kept outside the database."""

    def handle(self, connection: sa.Connection, deliveries: Sequence[Delivery]) -> None:
        """Take note of facts, and say what matches now and what does not any more."""
        events = [event for each in deliveries if (event := each.event) and noting.heeded(event)]
        for agency in sorted({event.agency for event in events}):
            self._take(connection, agency, [event for event in events if event.agency == agency])

    def tick(self, connection: sa.Connection) -> bool:
        """Take back what time alone has closed; whether there is more to do at once."""
        late = shelf.over(connection, self._today(), AT_ONCE)
        for agency in sorted({agency for agency, _ in late}):
            self._outbox.lock(connection, [(agency, LOCK)])
            here = self._here(connection, agency)
            items = shelf.load(connection, agency, [subject for whose, subject in late if whose == agency])
            shelf.store(connection, agency, items.values(), here.today, here.hide)
            self._match(here, set(), set(items))
        return len(late) == AT_ONCE

    def _take(self, connection: sa.Connection, agency: str, events: Sequence[Event]) -> None:
        market = [event for event in events if topic_of(event.type) is Topic.MARKET]
        people = [event for event in events if topic_of(event.type) is Topic.PEOPLE]
        self._outbox.lock(connection, [(agency, LOCK)])
        here = self._here(connection, agency)
        subjects = _shelve(here, market)
        changed, freed = _note(here, people)
        self._match(here, changed, {*subjects, *freed})

    def _match(self, here: Here, people: Collection[str], subjects: Collection[str]) -> None:
        said: list[Saying] = []
        for side in SIDES if people or subjects else ():
            said += Matcher(here, side, self._digest(here.agency)).look(people, subjects)
        said += thanking.look(here.connection, here.agency, people) if people else []
        now = self._clock.now()
        keys = self._vault.keys(here.connection, {(here.agency, each.person) for each in said}, create=True)
        events = [
            _event(here.agency, now, each) for each in said if not keys.erased(here.agency, each.person)
        ]
        self._outbox.append(here.connection, events, keys=keys)

    def _here(self, connection: sa.Connection, agency: str) -> Here:
        return Here(connection, agency, self._today(), self._hide(agency))

    def _hide(self, agency: str) -> Hide:
        def hide(text: str) -> int:
            found = self._vault.blind_index(agency, f"matching {text}")
            return int.from_bytes(found[:8], "big", signed=True)

        return hide

    def _digest(self, agency: str) -> Callable[[bytes], bytes]:
        return lambda said: self._vault.blind_index(agency, f"matching {said.hex()}")

    def _today(self) -> date:
        return day_of(self._clock.now(), self._zone)


def _shelve(here: Here, events: Sequence[Event]) -> set[str]:
    """Keep what is said of the market; what has changed by it."""
    before = shelf.load(here.connection, here.agency, {event.subject for event in events}) if events else {}
    known = dict(before)
    for event in events:
        item = known.get(event.subject, Item(event.subject, family_of(event)))
        known[event.subject] = item.after(event)
    changed = {subject: item for subject, item in known.items() if item != before.get(subject)}
    shelf.store(here.connection, here.agency, changed.values(), here.today, here.hide)
    return set(changed)


def _note(here: Here, events: Sequence[Event]) -> tuple[set[str], list[str]]:
    """Keep what is said of people; who has changed by it, and what was matched with those who are gone."""
    where = (here.connection, here.agency)
    present = memory.present(*where, {event.subject for event in events}) if events else set()
    staying = [event for event in events if event.subject in present]
    leaving = {event.subject for event in staying if isinstance(event.body, PersonAbsorbed | PersonErased)}
    noted = [(event, note) for event in staying if (note := noting.note(event, here.hide))]
    retracted = [
        (event.subject, event.body.fact) for event in staying if isinstance(event.body, FactRetracted)
    ]
    memory.note(here.connection, noted)
    memory.retract(*where, retracted)
    freed = memory.forget(*where, leaving)
    changed = {event.subject for event, _ in noted} | {person for person, _ in retracted}
    changed -= leaving
    _seat(here, changed)
    return changed, freed


def _seat(here: Here, people: Collection[str]) -> None:
    if people:
        known = memory.noted(here.connection, here.agency, people)
        profiles = {person: profile(known.get(person, ())) for person in people}
        memory.seat(here.connection, here.agency, profiles)


def _event(agency: str, now: datetime, said: Saying) -> Event:
    return Event(
        id=said.id,
        agency=agency,
        subject=said.person,
        source=noting.OWN,
        occurred=moment(now),
        recorded_at=now,
        body=said.body,
    )
