"""What the rules do with a batch of facts: fold them, plan each person once, announce what changed."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from services.rules import state
from services.rules.heart import announced, replan
from services.rules.person import Person
from services.rules.person.fold import NOBODY, extend, fold, needs_history
from services.rules.plan import Plan
from services.rules.playbook import STANDARD, Playbook
from services.rules.recent import Recent
from services.rules.state import STRANGER, FactId, Known
from shared import codec
from shared.delivery import Delivery, Subject
from shared.envelope import Event
from shared.quarantine import Quarantine
from shared.vault import Keys

CACHED = 20_000
"""People held in memory; the others are read again when a fact about them comes."""


class RulesHandler:
    """Keeps each person's plan equal to what their facts ask for."""

    def __init__(
        self,
        quarantine: Quarantine,
        zone: ZoneInfo,
        *,
        playbook: Playbook = STANDARD,
        cached: int = CACHED,
    ) -> None:
        self._quarantine = quarantine
        self._outbox = quarantine.outbox
        self._vault = quarantine.vault
        self._zone = zone
        self._playbook = playbook
        self._recent: Recent[Subject, Known] = Recent(cached)

    def forget(self) -> None:
        """Drop every person held in memory."""
        self._recent.clear()

    def handle(self, connection: sa.Connection, deliveries: Sequence[Delivery]) -> None:
        """Take what is new among these facts, and plan once each person they are about."""
        new = state.remember(connection, (delivery.sealed for delivery in deliveries))
        facts = _by_subject(deliveries, new)
        keys = self._vault.keys(connection, facts, create=True)
        known = self._known(connection, facts, keys)
        people = self._folded(connection, known, facts, keys)
        self._plan(connection, known, people, keys)

    def parked(self, connection: sa.Connection, subjects: Collection[Subject]) -> None:
        """Plan these people again, whose records were parked or released."""
        keys = self._vault.keys(connection, subjects, create=True)
        known = self._known(connection, subjects, keys)
        people = {
            subject: each.person
            for subject, each in known.items()
            if each is not STRANGER and not each.person.erased
        }
        self._plan(connection, known, people, keys)

    def rebuild(self, connection: sa.Connection, plans: Mapping[Subject, Plan]) -> int:
        """Fold these people from the facts that are kept, beside the plans their task events tell.

        Announces only in what the two differ; how many changes that were.
        """
        keys = self._vault.keys(connection, plans, create=True)
        known = {subject: Known(NOBODY, plan) for subject, plan in plans.items()}
        return self._plan(connection, known, self._refolded(connection, plans, keys), keys)

    def _known(
        self, connection: sa.Connection, subjects: Collection[Subject], keys: Keys
    ) -> dict[Subject, Known]:
        held = self._recent.among(subject for subject in subjects if not keys.erased(*subject))
        missing = [subject for subject in subjects if subject not in held]
        return held | (state.load(connection, missing, keys) if missing else {})

    def _folded(
        self,
        connection: sa.Connection,
        known: Mapping[Subject, Known],
        facts: Mapping[Subject, Sequence[Event]],
        keys: Keys,
    ) -> dict[Subject, Person]:
        unsaid = [subject for subject, events in facts.items() if any(map(needs_history, events))]
        again = self._refolded(connection, unsaid, keys) if unsaid else {}
        return {
            subject: again.get(subject) or extend(known[subject].person, events, self._zone)
            for subject, events in facts.items()
        }

    def _refolded(
        self, connection: sa.Connection, subjects: Collection[Subject], keys: Keys
    ) -> dict[Subject, Person]:
        stored = state.history(connection, subjects)
        return {
            subject: fold((codec.body(sealed, keys) for sealed in facts), self._zone)
            for subject, facts in stored.items()
        }

    def _plan(
        self,
        connection: sa.Connection,
        known: Mapping[Subject, Known],
        people: Mapping[Subject, Person],
        keys: Keys,
    ) -> int:
        erased = [
            subject
            for subject, person in people.items()
            if person.erased or known[subject].person.erased or keys.erased(*subject)
        ]
        held = self._quarantine.parked_subjects(connection, people)
        changes: list[Event] = []
        after: dict[Subject, Known] = {}
        for subject, person in {**people, **_emptied(people, erased)}.items():
            told, plan = replan(person, known[subject].plan, self._playbook, parked=subject in held)
            after[subject] = Known(person, plan)
            changes += announced(*subject, person, told)
        self._keep(connection, after, keys, erased)
        self._outbox.append(connection, changes)
        return len(changes)

    def _keep(
        self,
        connection: sa.Connection,
        known: Mapping[Subject, Known],
        keys: Keys,
        erased: Collection[Subject],
    ) -> None:
        state.save(connection, known, keys)
        state.forget_facts(connection, erased)
        for subject in erased:
            self._quarantine.clear(connection, *subject)
            self._vault.forget(*subject)
        self._recent.put(known)


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
