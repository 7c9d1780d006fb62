"""A merge and its undoing while processes die, and a database is put back: it ends exact."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from vocabulary import merging
from vocabulary.backup import Backup
from vocabulary.inbox import Ingest, Stopped, stop_at
from vocabulary.merging import JOHN, assign, count, desk, done, follow, join, told, undo, waiting
from vocabulary.payloads import hire

from services.ingest.identity import undoing
from services.ingest.tables import metadata
from shared.database import transaction
from shared.log.protocol import Record


@pytest.fixture
def two(ingest: Ingest) -> tuple[str, str]:
    """Candidates 1 (Jane) and 2 (John)."""
    return merging.two(ingest)


def state(ingest: Ingest) -> dict[str, list[Any]]:
    """Who is who, as it stands in the database."""
    asked = {
        "absorbed": 'person, "into", merge, undoes, other, since',
        "identity_keys": "key, person, standing",
        "merges": 'id, person, "into", undone_at',
        "unassigned": 'person, thing, "to"',
        "snapshots": "person, feed, thing",
    }
    return {
        table: ingest.scalar(
            f"SELECT json_agg(one ORDER BY one::text) FROM (SELECT {of} FROM ingest.{table}) AS one"  # noqa: S608 - constants
        )
        for table, of in asked.items()
    }


def test_the_log_tells_a_database_that_was_put_back(ingest: Ingest, two: tuple[str, str]) -> None:
    """Put back to before the merge, it ends where it was, having said nothing."""
    jane, john = two
    backup = Backup(ingest.wired.engine, metadata)
    joined = join(ingest, john, jane)
    follow(ingest, desk(ingest, jane, done(1), 1))
    undo(ingest, joined)
    follow(ingest)
    log, after = ingest.records(), state(ingest)
    late = desk(ingest, jane, done(1), 1)
    backup.put_back()
    with transaction(ingest.wired.engine) as connection:
        ingest.forward(connection, [*log, late])
    assert state(ingest) == after
    said = {(record.key, dict(record.headers)["ce_id"]) for record in log}
    assert {(record.key, dict(record.headers)["ce_id"]) for record in ingest.records()} <= said


@pytest.mark.parametrize("point", ["locked", "said"])
def test_a_process_that_dies_has_undone_nothing(ingest: Ingest, two: tuple[str, str], point: str) -> None:
    """Or all of it; the next one does it."""
    jane, john = two
    joined = join(ingest, john, jane)
    follow(ingest)
    before, log = state(ingest), len(ingest.records())
    with pytest.raises(Stopped):
        undoing.undo(ingest.parts, joined, stop_at(point))
    assert (state(ingest), len(ingest.records())) == (before, log)
    assert undo(ingest, joined)["new"]


def test_a_forwarder_that_dies_at_each_step_ends_exact(ingest: Ingest, two: tuple[str, str]) -> None:
    """Each record is begun, lost, and read twice: while the two are merged, while it is undone, and after."""
    jane, john = two
    before = told(ingest, jane), told(ingest, john)
    joined = join(ingest, john, jane)
    ingest.take(hire(2, 21, candidate_says=JOHN), hire(1, 11))
    _dying(ingest, [desk(ingest, jane, done(1), 1)])
    undone = undo(ingest, joined)
    _dying(ingest, [desk(ingest, jane, done(2), 2), desk(ingest, john, done(3), 3)])
    for question in waiting(ingest):
        assign(ingest, question["id"], undone["into"])
    _dying(ingest, [])
    mine, theirs = told(ingest, undone["into"]), told(ingest, undone["person"])
    assert (before[0] < mine, before[1] < theirs) == (True, True)
    assert mine.isdisjoint(theirs)
    finished = {name: count(each, "outreach.completed") for name, each in (("jane", mine), ("john", theirs))}
    assert finished == {"jane": 2, "john": 1}
    assert (count(mine, "placement.started"), count(theirs, "placement.started")) == (2, 2)
    twice = [(event.subject, event.id) for event in ingest.events()]
    assert len(twice) == len(set(twice))


def _dying(ingest: Ingest, late: list[Record]) -> None:
    """Every record alone; each is lost once and then read twice."""
    read = 0
    records: Callable[[], list[Record]] = ingest.records
    waits = list(late)
    while read < len(records()) or waits:
        record = records()[read] if read < len(records()) else waits.pop(0)
        read += read < len(records())
        for dies in (True, False, False):
            with suppress(Stopped), transaction(ingest.wired.engine) as connection:
                ingest.forward(connection, [record])
                stop_at("read" if dies else "never")("read")
