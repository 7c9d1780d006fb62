"""People joined by merges: what falls apart when one of these is undone. No I/O."""

from collections.abc import Collection, Iterable
from datetime import datetime

from services.ingest.identity.merges import Merge


def everybody(merges: Iterable[Merge]) -> set[str]:
    """All whom these merges join."""
    return {person for merge in merges for person in (merge.person, merge.into)}


def joined(merges: Collection[Merge], person: str) -> dict[str, datetime | None]:
    """Whom these merges join to a person, each with the moment since which; of the person `None`."""
    found: dict[str, datetime | None] = {person: None}
    edge = [person]
    while edge:
        one = edge.pop()
        for merge in merges:
            other = {merge.person: merge.into, merge.into: merge.person}.get(one)
            if other is not None and other not in found:
                before = found[one]
                found[other] = merge.at if before is None else max(before, merge.at)
                edge.append(other)
    return found


def since(merges: Collection[Merge], undone: Merge, person: str) -> datetime | None:
    """From when on what was told by name of the person may be of either side of the merge that is undone.

    `None` when nothing may: they were absorbed themselves before the merge joined them to the other side, and
    were told of no more.
    """
    reached = joined(merges, person)
    moments = [at for at in (reached[undone.person], reached[undone.into]) if at is not None]
    begun = max(moments)
    left = min((merge.at for merge in merges if merge.person == person), default=None)
    return None if left is not None and left <= begun else begun
