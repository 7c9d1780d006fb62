from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from shared.database import engine as engine_of
from shared.database import prepare, transaction
from shared.errors import FencedError
from shared.log.protocol import Partition
from shared.numbers import Last, Sequence
from shared.position import Moved, Position, Positions, tables
from shared.row_security import WorksAs
from shared.settings import Settings

ONE, TWO = Partition("afterhire.people", 1), Partition("afterhire.people", 2)


@pytest.fixture
def engine(database_url: str) -> Iterator[sa.Engine]:
    made = engine_of(Settings(database_url=database_url), application="test", works_as=WorksAs.LOG)
    yield made
    made.dispose()


@pytest.fixture
def positions(engine: sa.Engine) -> Positions:
    metadata = sa.MetaData(schema="desk")
    made = Positions(tables(metadata))
    prepare(engine, metadata)
    return made


def assigned(engine: sa.Engine, positions: Positions, *partitions: Partition) -> dict[Partition, Position]:
    with transaction(engine) as connection:
        return positions.assign(connection, partitions, "somebody")


def advance(engine: sa.Engine, positions: Positions, *moved: Moved) -> None:
    with transaction(engine) as connection:
        positions.advance(connection, moved)


def test_the_first_assignment_begins_at_the_beginning_of_the_log(
    engine: sa.Engine, positions: Positions
) -> None:
    """A partition nobody has read starts at offset 0."""
    assert assigned(engine, positions, TWO, ONE) == {ONE: Position(0, 1), TWO: Position(0, 1)}


def test_each_assignment_raises_the_epoch_and_keeps_the_offset(
    engine: sa.Engine, positions: Positions
) -> None:
    """The next owner goes on where the last one committed."""
    assigned(engine, positions, ONE)
    advance(engine, positions, Moved(ONE, 1, 0, 40))
    assert assigned(engine, positions, ONE) == {ONE: Position(40, 2)}


def test_owning_nothing_asks_for_nothing(engine: sa.Engine, positions: Positions) -> None:
    """A member of a group may get no partition."""
    assert assigned(engine, positions) == {}


@pytest.mark.parametrize("moved", [Moved(TWO, 1, 5, 9), Moved(TWO, 2, 0, 9), Moved(TWO, 0, 0, 9)])
def test_one_row_that_does_not_match_stops_the_whole_step(
    engine: sa.Engine, positions: Positions, moved: Moved
) -> None:
    """Epoch and old offset must be as stored for every partition, or nothing moves."""
    assigned(engine, positions, ONE, TWO)
    with pytest.raises(FencedError):
        advance(engine, positions, Moved(ONE, 1, 0, 9), moved)
    assert assigned(engine, positions, ONE, TWO) == {ONE: Position(0, 2), TWO: Position(0, 2)}


def test_the_last_numbers_are_found_again(engine: sa.Engine, positions: Positions) -> None:
    """Numbers are stored per writer, epoch and partition, the newest over the older ones."""
    desk, calendar = Sequence(*ONE, "desk", 1), Sequence(*TWO, "calendar", 3)
    with transaction(engine) as connection:
        positions.store(connection, [(desk, Last(7, 40, 9)), (calendar, Last(1, 2))])
        positions.store(connection, [(desk, Last(8, 41, 9))])
        positions.store(connection, [])
    with transaction(engine) as connection:
        assert positions.lasts(connection, [ONE]) == {desk: Last(8, 41, 9)}
        assert positions.lasts(connection, [ONE, TWO]) == {desk: Last(8, 41, 9), calendar: Last(1, 2)}


def test_entering_mid_log_sets_every_writer_adrift(engine: sa.Engine, positions: Positions) -> None:
    """Where earlier records are gone, any higher number is the next, in that partition only."""
    assigned(engine, positions, ONE, TWO)
    one, two = Sequence(*ONE, "desk", 1), Sequence(*TWO, "desk", 1)
    with transaction(engine) as connection:
        positions.store(connection, [(one, Last(7, 40)), (two, Last(3, 4))])
        positions.enter_mid_log(connection, [ONE])
    with transaction(engine) as connection:
        assert positions.lasts(connection, [ONE, TWO]) == {one: Last(7, 40, 0, adrift=True), two: Last(3, 4)}
    assert assigned(engine, positions, ONE, TWO)[ONE].mid_log


def test_still_owned_is_what_nobody_else_was_assigned(engine: sa.Engine, positions: Positions) -> None:
    """After an outage an owner finds where it stands, and not what was taken from it."""
    assigned(engine, positions, ONE, TWO)
    assigned(engine, positions, TWO)
    with transaction(engine) as connection:
        assert positions.still_owned(connection, {ONE: 1, TWO: 1}) == {ONE: Position(0, 1)}
