"""Of whom something is told: of the person named, or of whom they turned out to be."""

from collections.abc import Sequence
from typing import NamedTuple

import sqlalchemy as sa

from services.ingest.identity import became, identities
from services.ingest.identity.directory import Held
from services.ingest.parts import Parts
from shared.errors import ErasedError, NotFoundError, UnavailableError

_BECAME = sa.text(
    "WITH RECURSIVE became AS (SELECT CAST(:person AS uuid) AS person, 0 AS steps, true AS anew UNION ALL"
    " SELECT absorbed.into, became.steps + 1, became.anew AND absorbed.undoes IS NOT NULL"
    " FROM ingest.absorbed JOIN became"
    " ON absorbed.person = became.person WHERE absorbed.agency = :agency AND became.steps < :most)"
    " SELECT person, anew FROM became ORDER BY steps"
)
_KNOWN = sa.text(
    "SELECT EXISTS (SELECT FROM ingest.identity_keys WHERE person = :person AND agency = :agency)"
    " OR EXISTS (SELECT FROM ingest.history WHERE person = :person AND agency = :agency)"
)


class Whose(NamedTuple):
    """Of whom something is told."""

    person: str
    """Who was named, under the id under which they go on: of them it is told."""
    now: str
    """Whom they turned out to be."""


Line = list[tuple[str, bool]]
"""Whom somebody became, step by step; and whether all that is the same person under another id."""


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
    return became.now(connection, parts.agency, entry.person)


def locked(connection: sa.Connection, parts: Parts, person: str) -> Whose:
    """Who the person is, locked until the transaction ends.

    Raises `NotFoundError` for somebody unknown, `ErasedError` for somebody erased, and `UnavailableError`
    when they turned out to be somebody else at this moment.
    """
    (line,) = _locked(connection, parts, [person])
    return Whose([each for each, same in line if same][-1], line[-1][0])


def together(connection: sa.Connection, parts: Parts, people: Sequence[str]) -> list[str]:
    """Who several people are now, locked at once: one by one, two callers would wait for each other."""
    return [line[-1][0] for line in _locked(connection, parts, people)]


def _locked(connection: sa.Connection, parts: Parts, people: Sequence[str]) -> list[Line]:
    lines = _lines(connection, parts.agency, people)
    parts.outbox.lock(connection, [(parts.agency, each) for line in lines for each, _ in line])
    if _lines(connection, parts.agency, people) != lines:
        raise UnavailableError("one of these people is being merged right now")
    for person, line in zip(people, lines, strict=True):
        _check(connection, parts, person, line[-1][0])
    return lines


def _check(connection: sa.Connection, parts: Parts, person: str, now: str) -> None:
    agency = parts.agency
    if parts.vault.keys(connection, [(agency, now)], create=False).erased(agency, now):
        raise ErasedError(f"{person} was erased: nothing is written about them any more.")
    if not connection.execute(_KNOWN, {"agency": agency, "person": now}).scalar():
        raise NotFoundError(f"There is nobody {person}; GET /v1/tasks names the people there are.")


def _lines(connection: sa.Connection, agency: str, people: Sequence[str]) -> list[Line]:
    return [_became(connection, agency, person) for person in people]


def _became(connection: sa.Connection, agency: str, person: str) -> Line:
    names = {"agency": agency, "person": person, "most": became.MOST_MERGES}
    return [(row.person, row.anew) for row in connection.execute(_BECAME, names)]
