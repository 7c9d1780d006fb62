"""Files whose rows take too long together."""

from collections.abc import Sequence

import pytest
import sqlalchemy as sa
from vocabulary.inbox import Ingest
from vocabulary.payloads import placement, table

from services.ingest.importer import BATCH, LARGEST_BATCH
from services.ingest.interpreter import Interpreter, Outcomes
from services.ingest.rowstore import Row
from shared.errors import UnavailableError


class Timed(Interpreter):
    """Has no time for more than some rows together."""

    def __init__(self, ingest: Ingest, most: int) -> None:
        super().__init__(ingest.parts)
        self.most = most
        self.sizes: list[tuple[int, int]] = []

    def decide(self, connection: sa.Connection, rows: Sequence[Row]) -> None:
        """As ever, unless they are too many."""
        self.sizes.append((len(rows), sum(len(row.raw) for row in rows)))
        if len(rows) > self.most:
            raise UnavailableError("PostgreSQL did not complete the transaction: LockNotAvailable")
        super().decide(connection, rows)

    def interpret(self, rows: Sequence[Row]) -> Outcomes:
        """As ever, unless they are too many."""
        if len(rows) > self.most:
            raise UnavailableError("PostgreSQL did not complete the transaction: IdleInTransaction")
        return super().interpret(rows)


def timed(ingest: Ingest, most: int) -> Timed:
    interpreter = Timed(ingest, most)
    ingest.chores.interpreter = ingest.chores.importer.interpreter = interpreter
    return interpreter


def people(count: int, **more: str) -> bytes:
    rows = [placement(placement_id=f"P{n}", person_id=f"C{n}", email="", **more) for n in range(count)]
    return table(rows)


@pytest.mark.parametrize("most", [1, 7])
def test_rows_that_take_too_long_together_are_read_fewer_at_a_time(ingest: Ingest, most: int) -> None:
    """Down to one by one, and the file is read to its end."""
    timed(ingest, most)
    import_ = ingest.upload("placements", people(30)).json()["import"]
    for _ in range(20):
        try:
            ingest.work()
        except UnavailableError:
            continue
        break
    assert ingest.counts(ingest.imported(import_)) == (30, 30, 0, 0)


def test_a_batch_of_a_very_wide_file_has_few_rows(ingest: Ingest) -> None:
    """So that its transaction is over in time."""
    widest = {f"note {number}": "x" * 2_000 for number in range(150)}
    interpreter = timed(ingest, BATCH)
    assert ingest.counts(ingest.read("placements", people(30, **widest)))[:2] == (30, 30)
    row = interpreter.sizes[0][1] // interpreter.sizes[0][0]
    assert len(interpreter.sizes) > 1
    assert max(size for _, size in interpreter.sizes) < LARGEST_BATCH + row
