"""`Idempotency-Key`: the same request twice gets the same answer and does its work once.

As in draft-ietf-httpapi-idempotency-key-header-07: a key belongs to one request; the answer is kept with the
work, in one transaction, so that a crash leaves both or neither. What was refused is not kept: nothing was
done, so that the same request may be carried out later.
"""

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from services.desk.tables import answers
from shared.errors import UnderWayError, UnreadableError

KEPT = timedelta(days=2)


def earlier_answer(
    connection: sa.Connection, agency: str, key: str, asked: bytes, now: datetime
) -> bytes | None:
    """Return what was answered to this request before; `None` reserves the key in this transaction.

    Raises `UnderWayError` while another transaction holds the key, `UnreadableError` when it was used for
    another request.
    """
    _reserve(connection, agency, key)
    row = {"agency": agency, "key": key, "asked": asked, "at": now}
    new = insert(answers).values(row).on_conflict_do_nothing().returning(answers.c.key)
    if connection.execute(new).scalar() is not None:
        return None
    found = connection.execute(sa.select(answers).where(_is(agency, key))).one()
    if found.asked != asked:
        raise UnreadableError(
            "expected a new Idempotency-Key for a new request; this one was used for another request",
            field="Idempotency-Key",
        )
    answer: bytes = found.answer
    return answer


def _reserve(connection: sa.Connection, agency: str, key: str) -> None:
    """Until the transaction ends; of somebody who died in it until the database has noticed."""
    name = sa.func.hashtextextended(f"desk answers {agency} {key}", 0)
    if not connection.execute(sa.select(sa.func.pg_try_advisory_xact_lock(name))).scalar_one():
        raise UnderWayError("A request with this Idempotency-Key is still being carried out; ask again soon.")


def keep_answer(connection: sa.Connection, agency: str, key: str, answer: bytes, person: str | None) -> None:
    """Keep what is being answered, about one person or several, under a key that is reserved."""
    connection.execute(answers.update().where(_is(agency, key)).values(answer=answer, person=person))


def drop_old(connection: sa.Connection, now: datetime) -> None:
    """Drop answers after two days."""
    connection.execute(answers.delete().where(answers.c.at < now - KEPT))


def _is(agency: str, key: str) -> sa.ColumnElement[bool]:
    return sa.and_(answers.c.agency == agency, answers.c.key == key)
