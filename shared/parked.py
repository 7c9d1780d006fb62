"""What stands in a service's quarantine: records of the log, rows of files, payloads of web hooks."""

from datetime import datetime
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

import msgspec
import sqlalchemy as sa

from shared.delivery import Subject
from shared.envelope import computed_id
from shared.log.protocol import Headers, Record


class State(StrEnum):
    """What has become of a parked record."""

    PARKED = "parked"
    RETRYING = "retrying"
    """An operator asked for another try, which has not been made yet."""
    DISCARDING = "discarding"
    """An operator has given it up, and the service has not carried that out yet."""
    RELEASED = "released"
    DISCARDED = "discarded"
    ERASED = "erased"


HELD = (State.PARKED, State.RETRYING, State.DISCARDING)
"""While a record of somebody is in one of these and the rules parked it, their plan is on hold."""
ASKED = (State.RETRYING, State.DISCARDING)
"""What an operator asked for, and the service is to carry out."""


class Parked(NamedTuple):
    """One record, row or payload to be kept until somebody has looked at it."""

    id: str
    """The same for the same thing, so that parking it again changes nothing."""
    agency: str
    subject: str
    """The person; where no person is known, the same as `id`."""
    origin: str
    """Where it came from, in words: `afterhire.people/3@1204`, `greenhouse webhook`."""
    reason: str
    """Never quotes personal data: it is announced in the open."""
    value: bytes | None
    key: bytes | None = None
    headers: Headers = ()
    topic: str | None = None
    partition: int | None = None
    offset: int | None = None
    field: str | None = None
    row: int | None = None


class Entry(NamedTuple):
    """A row of the quarantine, as operators and retries see it."""

    parked: Parked
    state: State
    attempts: int
    """How often it was refused."""
    parked_at: datetime


def entry(row: sa.RowMapping) -> Entry:
    """A row of the table, read."""
    fields = {name: row[name] for name in Parked._fields}
    fields["headers"] = msgspec.json.decode(row["headers"], type=Headers)
    return Entry(Parked(**fields), State(row["state"]), row["attempts"], row["parked_at"])


def of_record(service: str, agency: str, record: Record, reason: str, field: str | None) -> Parked:
    """A record of the log as it is parked; `agency` stands in where the key cannot be read."""
    id_ = computed_id(
        "parked",
        service,
        record.topic,
        record.partition,
        record.offset,
        record.key,
        record.value,
        record.headers,
    )
    about = subject_of(record.key) or (agency, id_)
    return Parked(
        id=id_,
        agency=about[0],
        subject=about[1],
        origin=f"{record.topic}/{record.partition}@{record.offset}",
        reason=reason,
        value=record.value,
        key=record.key,
        headers=record.headers,
        topic=record.topic,
        partition=record.partition,
        offset=record.offset,
        field=field,
    )


def subject_of(key: bytes | None) -> Subject | None:
    """Whom a key names, `agency/person`; None where it cannot be read."""
    try:
        agency, _, subject = (key or b"").decode().partition("/")
        return (agency, str(UUID(subject))) if agency and "\0" not in agency else None
    except ValueError:
        return None


def record_of(parked: Parked) -> Record:
    """A parked record of the log as it was; its time is not kept."""
    topic, partition, offset = parked.topic or "", parked.partition or 0, parked.offset or 0
    return Record(topic, partition, offset, 0, parked.key, parked.value, parked.headers)
