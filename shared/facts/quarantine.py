"""What a service could not read or accept."""

from shared.facts.registry import Fact, event


@event("record.parked", personal=("payload",))
class RecordParked(Fact, frozen=True, kw_only=True):
    """A record went to a service's quarantine; the service keeps it whole for a retry."""

    record: str
    """The id under which the service keeps it."""
    service: str
    reason: str
    origin: str
    """Where it came from: `afterhire.people/3@1204`, `greenhouse webhook`, `linkedin row 17`."""
    field: str | None = None
    row: int | None = None
    payload: str | None = None
    """The record whole, in base64."""


@event("record.released")
class RecordReleased(Fact, frozen=True, kw_only=True):
    """A parked record was read after all, or given up."""

    record: str
    service: str
    how: str
    """`retried`, `discarded` (somebody gave it up), `replaced` (a later file told it anew), `expired` or
    `erased`."""
