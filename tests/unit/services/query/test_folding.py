"""Who is folded when, and what happens when somebody cannot be."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from vocabulary.installation import JANE, JOHN, Installation

from services.query.bulk import Row
from services.query.folded import Fold, Hide
from services.query.folding import Folding
from services.query.projections.conversions import Conversions
from services.query.projector import Projector
from shared import telemetry
from shared.codec import Sealed
from shared.database import transaction
from shared.delivery import decode
from shared.envelope import Event
from shared.facts.favours import ClientWon


@dataclass(frozen=True)
class Stumbling:
    """A fold that cannot take Jane."""

    fold: Conversions

    @property
    def tables(self) -> Sequence[sa.Table]:
        """Those of the other."""
        return self.fold.tables

    @property
    def types(self) -> frozenset[str]:
        """Those of the other."""
        return self.fold.types

    def heeds(self, one: Sealed) -> bool:
        """As the other does."""
        return self.fold.heeds(one)

    def rows(self, events: Sequence[Event], hide: Hide) -> Sequence[Iterable[Row]]:
        """Those of the other, but for Jane."""
        if events[0].subject == JANE:
            raise ValueError("no such employer")
        return self.fold.rows(events, hide)


def folding(here: Installation, fold: Fold) -> Folding:
    return Folding([fold], here.tables.stale, here.tables.timeline, here.parts.vault, "query")


def say(here: Installation, connection: sa.Connection, person: str, day: int = 1) -> None:
    """Project that somebody became a client, without folding."""
    won = ClientWon(feed="desk", on=date(2026, 3, day), employer="Acme")
    record = here.record(here.event(won, person))
    decoded = decode(connection, here.parts.vault, [record], opens=False)
    Projector(here.tables, here.parts.quarantine).handle(connection, decoded.deliveries)


def folded(here: Installation, fold: Fold) -> set[tuple[str, date]]:
    with transaction(here.parts.engine) as connection:
        assert folding(here, fold).fold(connection) is False
    return {(str(row[1]), row[3]) for row in here.rows()["won"]}  # type: ignore[misc] # the day


def test_whom_a_batch_under_way_tells_of_is_folded_after_it(here: Installation) -> None:
    """Else the mark would be gone before the fact is there."""
    fold, engine = Conversions(here.tables.conversions), here.parts.engine
    with transaction(engine) as connection:
        say(here, connection, JANE)
    with transaction(engine) as batch:
        say(here, batch, JANE, day=2)
        assert folded(here, fold) == set()
    assert folded(here, fold) == {(JANE, date(2026, 3, 1)), (JANE, date(2026, 3, 2))}
    assert here.rows()["stale"] == []


def test_somebody_who_cannot_be_folded_holds_nobody_up(here: Installation) -> None:
    """They keep what there was, and an operator is told."""
    fold, engine = Conversions(here.tables.conversions), here.parts.engine
    alarms = telemetry.ALARMS.labels("query", "fold-failed")
    before = alarms._value.get()  # noqa: SLF001 - there is no other way to read a counter
    with transaction(engine) as connection:
        say(here, connection, JANE)
    assert folded(here, fold) == {(JANE, date(2026, 3, 1))}
    with transaction(engine) as connection:
        say(here, connection, JANE, day=2)
        say(here, connection, JOHN)
    assert folded(here, Stumbling(fold)) == {(JANE, date(2026, 3, 1)), (JOHN, date(2026, 3, 1))}
    assert alarms._value.get() == before + 1  # noqa: SLF001 - as above
