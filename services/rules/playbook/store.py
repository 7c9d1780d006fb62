"""Keeps the playbooks of agencies, each under the hash of its content, and which of them was adopted when."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from services.rules.person import Person
from services.rules.playbook import STANDARD, Playbook
from services.rules.playbook.content import decoded, encoded
from services.rules.tables import adoptions, playbooks
from shared.envelope import Event, computed_id, moment
from shared.errors import UnavailableError
from shared.facts.playbooks import PlaybookAdopted

SOURCE = "rules"


class Adoption(NamedTuple):
    """One adoption: from `at` on this playbook holds for everybody in the agency."""

    agency: str
    number: int
    """Counts the agency's adoptions, from 1."""
    playbook: str
    """The hash."""
    tasks_a_day: int
    at: datetime

    def fact(self, person: str) -> Event:
        """How it reaches a person: the same event, whoever tells it and however often."""
        body = PlaybookAdopted(playbook=self.playbook, number=self.number, tasks_a_day=self.tasks_a_day)
        return Event(
            id=computed_id("playbook adopted", self.agency, person, self.number),
            agency=self.agency,
            subject=person,
            source=SOURCE,
            occurred=moment(self.at),
            recorded_at=self.at,
            body=body,
        )


class Playbooks:
    """Reads playbooks; what a hash stands for never changes, so each is read once."""

    def __init__(self) -> None:
        self._read: dict[tuple[str, str], Playbook] = {}

    def of(self, connection: sa.Connection, agency: str, person: Person) -> Playbook:
        """What holds for a person; see `get`."""
        return self.get(connection, agency, person.playbook.playbook if person.playbook else None)

    def get(self, connection: sa.Connection, agency: str, playbook: str | None) -> Playbook:
        """The playbook of a hash; our own for `None`.

        Raises `UnavailableError` when it is not kept, as in a database put back to an earlier state, or not
        as this program reads it: plans wait until somebody adopts one, for no fact is to blame.
        """
        if playbook is None:
            return STANDARD
        if (agency, playbook) not in self._read:
            self._read[agency, playbook] = _read(connection, agency, playbook)
        return self._read[agency, playbook]


def _read(connection: sa.Connection, agency: str, playbook: str) -> Playbook:
    named = (playbooks.c.agency == agency, playbooks.c.hash == playbook)
    content = connection.execute(sa.select(playbooks.c.content).where(*named)).scalar()
    if content is None:
        raise UnavailableError(
            f"the log says that {agency} adopted the playbook {playbook}, but its content is not kept here: "
            "adopt the same file again with `afterhire playbook adopt FILE`"
        )
    try:
        kept = decoded(content)
    except msgspec.MsgspecError as error:
        raise UnavailableError(
            f"the playbook {playbook} of {agency} was kept by another version and cannot be read by this one "
            f"({error}): adopt a file with `afterhire playbook adopt FILE`"
        ) from error
    vars(kept)["version"] = playbook  # plays that came later would change it: tasks name what was adopted
    return kept


def newest(connection: sa.Connection, agency: str) -> Adoption | None:
    """The agency's last adoption. Until the transaction ends nobody can adopt another one."""
    connection.execute(sa.select(sa.func.pg_advisory_xact_lock_shared(_lock(agency))))
    return _newest(connection, agency)


def adopt(connection: sa.Connection, agency: str, playbook: Playbook, at: datetime) -> Adoption:
    """Keep a playbook and adopt it from now on; adopting what holds already changes nothing.

    Waits for the batches that go by the one before: who is met after it is told of it.
    """
    connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_lock(agency))))
    kept = {"agency": agency, "hash": playbook.version, "content": encoded(playbook)}
    connection.execute(insert(playbooks).on_conflict_do_nothing(), kept)
    before = _newest(connection, agency)
    if before and before.playbook == playbook.version:
        return before
    number = before.number + 1 if before else 1
    made = Adoption(agency, number, playbook.version, playbook.tasks_a_day, at)
    connection.execute(sa.insert(adoptions), made._asdict())
    return made


def relearn(connection: sa.Connection, facts: Iterable[Event]) -> None:
    """Know again of the adoptions that these facts tell of, in a database put back to before them.

    Where another playbook was adopted since, under a number that people know for an earlier one, it goes on
    under the next.
    """
    told: dict[str, Adoption] = {}
    for fact in facts:
        if isinstance(body := fact.body, PlaybookAdopted):
            one = Adoption(fact.agency, body.number, body.playbook, body.tasks_a_day, fact.recorded_at)
            told[fact.agency] = max(told.get(fact.agency, one), one, key=lambda each: each.number)
    for adoption in told.values():
        _relearn(connection, adoption)


def _relearn(connection: sa.Connection, told: Adoption) -> None:
    connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_lock(told.agency))))
    kept = _newest(connection, told.agency)
    if kept and (kept.number > told.number or (kept.number, kept.playbook) == told[1:3]):
        return
    since = kept is not None and (kept.number == told.number or kept.at > told.at)
    known = kept._replace(number=told.number + 1) if kept and since else told
    connection.execute(sa.insert(adoptions), known._asdict())


def _newest(connection: sa.Connection, agency: str) -> Adoption | None:
    columns = (adoptions.c[name] for name in Adoption._fields)
    last = adoptions.c.number.desc()
    query = sa.select(*columns).where(adoptions.c.agency == agency).order_by(last).limit(1)
    row = connection.execute(query).one_or_none()
    return Adoption(*row) if row else None


def _lock(agency: str) -> sa.Function[int]:
    """The number of the agency's lock."""
    return sa.func.hashtextextended(f"afterhire playbook of {agency}", 0)
