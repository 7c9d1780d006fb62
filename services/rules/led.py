"""People with the playbook that leads their plans."""

from collections.abc import Mapping
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from services.rules.person import Person
from services.rules.person.fold import evolve
from services.rules.playbook import Playbook
from services.rules.playbook.store import Playbooks
from services.rules.playbook.telling import due
from shared.delivery import Subject
from shared.envelope import Event


class Led:
    """Some people, each under the newest playbook of their agency, and the facts that tell them so."""

    def __init__(
        self,
        connection: sa.Connection,
        playbooks: Playbooks,
        people: Mapping[Subject, Person],
        zone: ZoneInfo,
    ) -> None:
        told = due(connection, {subject: _number(one) for subject, one in people.items() if not one.erased})
        self.people = dict(people) | {
            subject: evolve(people[subject], fact, zone) for subject, fact in told.items()
        }
        self.events: list[Event] = list(told.values())
        self._connection = connection
        self._playbooks = playbooks

    def playbook(self, subject: Subject) -> Playbook:
        """What holds for one of them."""
        return self._playbooks.of(self._connection, subject[0], self.people[subject])


def _number(person: Person) -> int:
    return person.playbook.number if person.playbook else 0
