"""Where pages of the listings end."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

import msgspec

SMALL = 2**31
"""What PostgreSQL takes as an integer is below this."""


class QueuePlace(msgspec.Struct, array_like=True, forbid_unknown_fields=True, frozen=True):
    """The last task of a page, by the order of the queue."""

    importance: Annotated[int, msgspec.Meta(ge=-SMALL, lt=SMALL)]
    closes_on: date
    person: UUID
    task: UUID


class TimelinePlace(msgspec.Struct, array_like=True, forbid_unknown_fields=True, frozen=True):
    """The last entry of a page, by the order of a timeline."""

    occurred: Annotated[str, msgspec.Meta(pattern=r"^[0-9TZ:.-]+$")]
    recorded_at: Annotated[datetime, msgspec.Meta(tz=True)]
    event: UUID


class OldestFirstPlace(TimelinePlace, tag="oldest", frozen=True):
    """The same where the oldest come first."""


class ReferralPlace(msgspec.Struct, array_like=True, forbid_unknown_fields=True, frozen=True):
    """The last referral of a page, by the order of their days."""

    made_on: date
    person: UUID
    event: UUID


class EmployerPlace(msgspec.Struct, array_like=True, forbid_unknown_fields=True, frozen=True):
    """The last employer of a page, by how many people spoke of it."""

    people: int
    employer: str


class SaidPlace(msgspec.Struct, array_like=True, forbid_unknown_fields=True, frozen=True):
    """The last thing of a page that somebody said or did, by the order of the days."""

    on: date
    person: UUID
    event: UUID
