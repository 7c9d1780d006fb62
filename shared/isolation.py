"""Finding the one delivery that a handler cannot take, and saying so without personal data."""

import traceback
from collections import deque
from collections.abc import Iterator, Sequence
from types import FrameType

import psycopg
import sqlalchemy as sa
from sqlalchemy import exc

from shared.delivery import Delivery, Handler, RefusedError
from shared.errors import AfterhireError, ConflictError, ErasedError, NotFoundError, UnreadableError

FAULTS_OF_THE_RECORD = (UnreadableError, ErasedError, NotFoundError, ConflictError)
"""Of our own errors, those that another record would not meet."""
SQLSTATES_OF_THE_RECORD = ("22", "23")
"""Classes of PostgreSQL's errors that a record's content brings about: its values, or a constraint."""

Refusal = tuple[Delivery, Exception]


def blames_record(error: Exception) -> bool:
    """Whether to park a record for this error; otherwise the whole step waits, stops or is given up."""
    if isinstance(error, AfterhireError):
        return isinstance(error, FAULTS_OF_THE_RECORD)
    if isinstance(error, exc.DBAPIError | psycopg.Error):
        return _is_about_values(error.orig if isinstance(error, exc.DBAPIError) else error)
    return not isinstance(error, MemoryError)


def _is_about_values(error: BaseException | None) -> bool:
    """What the driver refuses by itself, a NUL in a text for one, never reached the server: no SQLSTATE."""
    sqlstate = getattr(error, "sqlstate", None)
    if sqlstate is None:
        return isinstance(error, psycopg.DataError)
    return str(sqlstate).startswith(SQLSTATES_OF_THE_RECORD)


def isolate(connection: sa.Connection, handler: Handler, deliveries: Sequence[Delivery]) -> Iterator[Refusal]:
    """Have all deliveries handled, in order, but those the handler refuses: those come back with the error.

    Takes apart what was refused until the one that does it stands alone; each try has a savepoint.
    """
    pending = deque([deliveries])
    while pending:
        part = pending.popleft()
        if error := _attempt(connection, handler, part):
            culprit = _culprit(part, error)
            if culprit is not None:
                yield part[culprit], error
            pending.extendleft(rest for rest in reversed(_parts(part, culprit)) if rest)


def _attempt(connection: sa.Connection, handler: Handler, part: Sequence[Delivery]) -> Exception | None:
    try:
        with connection.begin_nested():
            handler.handle(connection, part)
    except Exception as error:
        if not blames_record(error):
            raise
        handler.forget()
        return error
    return None


def _culprit(part: Sequence[Delivery], error: Exception) -> int | None:
    if len(part) == 1:
        return 0
    if isinstance(error, RefusedError):
        return next((place for place, one in enumerate(part) if one is error.delivery), None)
    return None


def _parts(part: Sequence[Delivery], culprit: int | None) -> tuple[Sequence[Delivery], Sequence[Delivery]]:
    if culprit is not None:
        return part[:culprit], part[culprit + 1 :]
    middle = len(part) // 2
    return part[:middle], part[middle:]


def reason(error: Exception) -> str:
    """Why a record is parked: our own sentence, or the class and place of an unexpected exception.

    An unexpected exception's message may quote the record, so it is left out.
    """
    if isinstance(error, UnreadableError):
        return error.reason
    place = _place(error)
    return f"expected the record to be handled, found {type(error).__name__}{place}"


def _place(error: Exception) -> str:
    frames = [(frame, line) for frame, line in traceback.walk_tb(error.__traceback__)]
    ours = [(frame, line) for frame, line in frames if _module(frame).startswith(("services.", "shared."))]
    if not (chosen := ours or frames):
        return ""
    frame, line = chosen[-1]
    return f" in {_module(frame)}.{frame.f_code.co_name}, line {line}"


def _module(frame: FrameType) -> str:
    return str(frame.f_globals.get("__name__", ""))
