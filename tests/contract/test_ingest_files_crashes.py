"""Files that are being read while the process ends."""

from collections.abc import Iterator

import pytest
from vocabulary.inbox import Ingest, Stopped, stop_at
from vocabulary.payloads import placement, table

from shared.errors import UnavailableError


@pytest.fixture
def ingest(database_url: str) -> Iterator[Ingest]:
    with Ingest(database_url) as made:
        yield made


class Failing:
    """A batch that the database does not take at once; then the process ends at a point."""

    def __init__(self, point: str) -> None:
        self._stop = stop_at(point)

    def __call__(self, reached: str) -> None:
        """The one, then the other."""
        if reached == "decided":
            raise UnavailableError("PostgreSQL did not complete the transaction: LockNotAvailable")
        self._stop(reached)


@pytest.mark.parametrize(("point", "crashes"), [("decided", 3), ("taken", 2), ("stored", 2)])
def test_reading_goes_on_where_a_crash_left_off(ingest: Ingest, point: str, crashes: int) -> None:
    """Before a batch is committed, between batches, and where one is stored before it is decided on."""
    rows = [placement(placement_id=f"{number}", person_id=f"{number}", email="") for number in range(450)]
    ingest.chores.importer.probe = Failing(point) if point == "stored" else stop_at(point)
    answer = ingest.upload("placements", table(rows))
    id_ = answer.json()["import"]
    for _ in range(crashes):
        with pytest.raises(Stopped):
            ingest.work()
        assert ingest.imported(id_)["state"] == "reading"
    ingest.chores.importer.probe = lambda _point: None
    ingest.work()
    assert ingest.counts(ingest.imported(id_)) == (450, 450, 0, 0)
    assert len(ingest.events("placement.started")) == 450
    assert ingest.scalar("SELECT count(*) FROM ingest.chunks") == 0
