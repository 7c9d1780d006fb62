"""A recruiter who left or is on leave: all that is theirs to do becomes another's, now and to come."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from services.desk import queue
from services.desk.commands import Reassign
from services.desk.deciding import When, decide
from services.desk.desk import AT_ONCE, Desk
from services.desk.saying import Answer, Spoken
from services.desk.tables import handovers
from services.desk.task import Task
from shared.database import transaction
from shared.errors import ConflictError, NotFoundError, UnreadableError


@dataclass(frozen=True)
class Handover:
    """Whose tasks are to be whose."""

    recruiter: str
    to: str | None
    """Who gets them; `None` is the agency's pool."""
    by: str
    until: date | None = None
    """The last day; `None`: for ever."""


@dataclass(frozen=True)
class Handovers:
    """The handovers of one agency."""

    desk: Desk

    def begin(self, handover: Handover) -> list[Answer]:
        """Keep it, in place of one there was, and move the first tasks; `carry_on` moves the others.

        Tasks that somebody holds move once their lease is over. Raises `ConflictError` when those who are
        to get them have handed over their own, `UnreadableError` for what makes no sense.
        """
        _check(handover, self.desk.when().today)
        with transaction(self.desk.engine) as connection:
            queue.lock(connection, self._agency)
            self._check_here(connection, handover)
            row = {"agency": self._agency, **asdict(handover)}
            known = insert(handovers).values(row)
            connection.execute(known.on_conflict_do_update(constraint=handovers.primary_key, set_=row))
            return self._move(connection, handover)

    def of(self, recruiter: str) -> Handover:
        """The one that holds for a recruiter today. Raises `NotFoundError`."""
        with transaction(self.desk.engine) as connection:
            return self._of(connection, recruiter)

    def end(self, recruiter: str) -> None:
        """From now on tasks stay where they are; those that have moved stay too. Raises `NotFoundError`."""
        with transaction(self.desk.engine) as connection:
            self._of(connection, recruiter)
            connection.execute(handovers.delete().where(self._is(recruiter)))

    def carry_on(self, connection: sa.Connection) -> bool:
        """Move what has come since; whether there may be more."""
        moved = [self._move(connection, handover) for handover in self._active(connection)]
        return any(len(answers) == AT_ONCE for answers in moved)

    @property
    def _agency(self) -> str:
        return self.desk.settings.agency

    def _move(self, connection: sa.Connection, handover: Handover) -> list[Answer]:
        when = self.desk.when()
        found = queue.of_recruiter(connection, self._agency, handover.recruiter, when, AT_ONCE)
        moves = list(_moves(self.desk.lock(connection, found), handover, when))
        return self.desk.say(connection, moves)

    def _active(self, connection: sa.Connection) -> Sequence[Handover]:
        c = handovers.c
        lasts = c.until.is_(None) | (c.until >= self.desk.when().today)
        query = sa.select(c.recruiter, c.to, c.by, c.until).where(c.agency == self._agency, lasts)
        return [Handover(*row) for row in connection.execute(query.order_by(c.recruiter))]

    def _of(self, connection: sa.Connection, recruiter: str) -> Handover:
        for handover in self._active(connection):
            if handover.recruiter == recruiter:
                return handover
        raise NotFoundError(f"{recruiter} has handed nothing over.")

    def _check_here(self, connection: sa.Connection, handover: Handover) -> None:
        """Who gets tasks keeps them: so no two hand over to each other in a circle."""
        for other in self._active(connection):
            if other.recruiter == handover.to:
                raise ConflictError(f"What is {other.recruiter}'s to do goes to {other.to or 'the pool'}.")

    def _is(self, recruiter: str) -> sa.ColumnElement[bool]:
        return sa.and_(handovers.c.agency == self._agency, handovers.c.recruiter == recruiter)


def _check(handover: Handover, today: date) -> None:
    """Before it is kept: what is kept is carried out again and again."""
    for name, said in (("by", handover.by), ("recruiter", handover.recruiter), ("to", handover.to)):
        if said is not None and not said.strip():
            raise UnreadableError("expected a recruiter, found nothing", field=name)
    if handover.to == handover.recruiter:
        raise UnreadableError("expected somebody else, or null for the agency's pool", field="to")
    if handover.until is not None and handover.until < today:
        raise UnreadableError(f"expected {today} or a later day; found {handover.until}", field="until")


def _moves(tasks: Iterable[Task], handover: Handover, when: When) -> Iterator[Spoken]:
    """What becomes of those that can still be moved."""
    reassign = Reassign(handover.by, handover.to)
    for task in tasks:
        with suppress(ConflictError):
            yield task, decide(task, reassign, when), reassign
