"""What the rules do with a batch of facts: fold them, plan each person once, announce what changed."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from services.rules import known, state
from services.rules.heart import announced, replan
from services.rules.led import Led
from services.rules.person import Person
from services.rules.person.fold import NOBODY, extend, needs_history
from services.rules.plan import Plan
from services.rules.playbook import telling
from services.rules.playbook.store import Playbooks
from services.rules.recent import Recent
from services.rules.state import STRANGER, FactId, Known
from services.rules.wants import Wants, wants
from shared.delivery import Delivery, Subject
from shared.envelope import Event
from shared.quarantine import Quarantine
from shared.vault import Keys

CACHED = 20_000
"""People held in memory; the others are read again when a fact about them comes."""


class Held(NamedTuple):
    """A person held in memory."""

    known: Known
    wants: Wants | None = None
    """What the plays wanted when they were last asked."""
    parked: bool = False
    """Whether a record of theirs was parked when they were last planned."""


class RulesHandler:
    """Keeps each person's plan equal to what their facts ask for."""

    def __init__(
        self,
        quarantine: Quarantine,
        zone: ZoneInfo,
        *,
        playbooks: Playbooks | None = None,
        cached: int = CACHED,
    ) -> None:
        self._quarantine = quarantine
        self._outbox = quarantine.outbox
        self._vault = quarantine.vault
        self._zone = zone
        self._playbooks = playbooks or Playbooks()
        self._recent: Recent[Subject, Held] = Recent(cached)

    def forget(self) -> None:
        """Drop every person held in memory."""
        self._recent.clear()

    def handle(self, connection: sa.Connection, deliveries: Sequence[Delivery]) -> None:
        """Take what is new among these facts, and plan once each person they are about."""
        new = state.remember(connection, (delivery.sealed for delivery in deliveries))
        facts = _by_subject(deliveries, new)
        keys = self._vault.keys(connection, facts, create=True)
        held = self._held(connection, facts, keys)
        people = self._folded(connection, held, facts, keys)
        self._plan(connection, held, people, keys)

    def tick(self, connection: sa.Connection) -> bool:
        """Tell some people of the agency's new playbook; whether there are more."""
        return telling.tell(connection, self._outbox)

    def parked(self, connection: sa.Connection, subjects: Collection[Subject]) -> None:
        """Plan these people again, whose records were parked or released."""
        keys = self._vault.keys(connection, subjects, create=True)
        held = self._held(connection, subjects, keys)
        people = {
            subject: each.known.person
            for subject, each in held.items()
            if each.known is not STRANGER and not each.known.person.erased
        }
        self._plan(connection, held, people, keys)

    def rebuild(self, connection: sa.Connection, plans: Mapping[Subject, Plan]) -> int:
        """Fold these people from the facts that are kept, beside the plans their task events tell.

        Announces only in what the two differ; how many changes that were.
        """
        keys = self._vault.keys(connection, plans, create=True)
        held = {subject: Held(Known(NOBODY, plan)) for subject, plan in plans.items()}
        return self._plan(connection, held, self._refolded(connection, plans, keys), keys)

    def _held(
        self, connection: sa.Connection, subjects: Collection[Subject], keys: Keys
    ) -> dict[Subject, Held]:
        held = self._recent.among(subject for subject in subjects if not keys.erased(*subject))
        missing = [subject for subject in subjects if subject not in held]
        loaded = known.load(connection, missing, keys, self._zone) if missing else {}
        return held | {subject: Held(each) for subject, each in loaded.items()}

    def _folded(
        self,
        connection: sa.Connection,
        held: Mapping[Subject, Held],
        facts: Mapping[Subject, Sequence[Event]],
        keys: Keys,
    ) -> dict[Subject, Person]:
        unsaid = [subject for subject, events in facts.items() if any(map(needs_history, events))]
        again = self._refolded(connection, unsaid, keys) if unsaid else {}
        return {
            subject: again.get(subject) or extend(held[subject].known.person, events, self._zone)
            for subject, events in facts.items()
        }

    def _refolded(
        self, connection: sa.Connection, subjects: Collection[Subject], keys: Keys
    ) -> dict[Subject, Person]:
        return known.refolded(connection, subjects, keys, self._zone)

    def _plan(
        self,
        connection: sa.Connection,
        held: Mapping[Subject, Held],
        people: Mapping[Subject, Person],
        keys: Keys,
    ) -> int:
        erased = [
            subject
            for subject, person in people.items()
            if person.erased or held[subject].known.person.erased or keys.erased(*subject)
        ]
        led = Led(connection, self._playbooks, people, self._zone)
        parked = self._quarantine.parked_subjects(connection, people)
        after: dict[Subject, Held] = {}
        for subject, person in {**led.people, **_emptied(people, erased)}.items():
            before = held[subject]
            wanted, held_up = wants(person, led.playbook(subject), before.wants), subject in parked
            earlier = None if before.parked else before.wants
            told, plan = replan(person, before.known.plan, wanted, parked=held_up, earlier=earlier)
            after[subject] = Held(Known(person, plan), wanted, held_up)
            led.events += announced(*subject, person, told)
        self._keep(connection, after, keys, erased)
        self._outbox.append(connection, led.events)
        return len(led.events)

    def _keep(
        self,
        connection: sa.Connection,
        held: Mapping[Subject, Held],
        keys: Keys,
        erased: Collection[Subject],
    ) -> None:
        state.save(connection, {subject: each.known for subject, each in held.items()}, keys)
        state.forget_facts(connection, erased)
        for subject in erased:
            self._quarantine.clear(connection, *subject)
            self._vault.forget(*subject)
        self._recent.put(held)


def _by_subject(deliveries: Iterable[Delivery], new: set[FactId]) -> dict[Subject, list[Event]]:
    """The new facts of each person, each once; of somebody with none, an empty list."""
    left = set(new)
    facts: dict[Subject, list[Event]] = {}
    for delivery in deliveries:
        event = delivery.event
        if event is None:
            raise TypeError("the rules read what facts say: their step has to open them")
        mine = facts.setdefault((event.agency, event.subject), [])
        fact = FactId(event.agency, event.subject, event.id)
        if fact in left:
            left.remove(fact)
            mine.append(event)
    return facts


def _emptied(people: Mapping[Subject, Person], erased: Iterable[Subject]) -> dict[Subject, Person]:
    """Of the erased ones only that they are, and when the last fact came."""
    return {
        subject: Person(seen=people[subject].seen, today=people[subject].today, erased=True)
        for subject in erased
    }
