"""Of whom something is told: of the person named, or of whom they turned out to be."""

from collections.abc import Sequence

import sqlalchemy as sa

from services.ingest.identity import identities
from services.ingest.identity.directory import Held
from services.ingest.parts import Parts
from shared.errors import ErasedError, NotFoundError, UnavailableError

_BECAME = sa.text(
    "WITH RECURSIVE became AS (SELECT CAST(:person AS uuid) AS person, 0 AS steps UNION ALL"
    " SELECT absorbed.into, became.steps + 1 FROM ingest.absorbed JOIN became"
    " ON absorbed.person = became.person WHERE absorbed.agency = :agency AND became.steps < :most)"
    " SELECT person FROM became ORDER BY steps"
)
MOST_MERGES = 50
"""Two merges in opposite directions would be followed for ever."""
_KNOWN = sa.text(
    "SELECT EXISTS (SELECT FROM ingest.identity_keys WHERE person = :person AND agency = :agency)"
    " OR EXISTS (SELECT FROM ingest.history WHERE person = :person AND agency = :agency)"
)


def named(connection: sa.Connection, parts: Parts, feed: str, id_: str) -> str:
    """Whom a feed calls by this id; whom they became, after a merge.

    Raises `NotFoundError` where the feed is none or told of nobody by that id, and `ErasedError`.
    """
    found = parts.reader.feeds.get(feed)
    if found is None:
        raise NotFoundError(f"expected a feed of this installation, found {feed}")
    key = found.named(id_)
    index = parts.vault.blind_index(parts.agency, key) if key else b""
    entry = identities.load(connection, parts.agency, [index]).entries.get(index)
    if entry is None:
        raise NotFoundError(f"{feed} has told of nobody whom it calls by this id.")
    if entry.held is Held.ERASED:
        raise ErasedError("This person was erased.")
    return entry.person


def locked(connection: sa.Connection, parts: Parts, person: str) -> str:
    """Who the person is now, locked until the transaction ends.

    Raises `NotFoundError` for somebody unknown, `ErasedError` for somebody erased, and `UnavailableError`
    when they turned out to be somebody else at this moment.
    """
    return together(connection, parts, [person])[0]


def together(connection: sa.Connection, parts: Parts, people: Sequence[str]) -> list[str]:
    """The same of several, locked at once: one by one, two callers would wait for each other."""
    lines = _lines(connection, parts.agency, people)
    parts.outbox.lock(connection, [(parts.agency, each) for line in lines for each in line])
    if _lines(connection, parts.agency, people) != lines:
        raise UnavailableError("one of these people is being merged right now")
    for person, line in zip(people, lines, strict=True):
        _check(connection, parts, person, line[-1])
    return [line[-1] for line in lines]


def _check(connection: sa.Connection, parts: Parts, person: str, now: str) -> None:
    agency = parts.agency
    if parts.vault.keys(connection, [(agency, now)], create=False).erased(agency, now):
        raise ErasedError(f"{person} was erased: nothing is written about them any more.")
    if not connection.execute(_KNOWN, {"agency": agency, "person": now}).scalar():
        raise NotFoundError(f"There is nobody {person}; GET /v1/tasks names the people there are.")


def _lines(connection: sa.Connection, agency: str, people: Sequence[str]) -> list[list[str]]:
    return [_became(connection, agency, person) for person in people]


def _became(connection: sa.Connection, agency: str, person: str) -> list[str]:
    names = {"agency": agency, "person": person, "most": MOST_MERGES}
    return list(connection.execute(_BECAME, names).scalars())
