"""What an operator is told of records they asked something for."""

from collections.abc import Iterator, Sequence
from io import StringIO

import pytest
from rich.console import Console
from vocabulary.inbox import Ingest
from vocabulary.payloads import about, hire

from services.cli import parked, show
from shared.errors import NotFoundError
from shared.wiring import Wiring


@pytest.fixture
def ingest(database_url: str) -> Iterator[Ingest]:
    with Ingest(database_url) as made:
        yield made


@pytest.fixture
def services(ingest: Ingest) -> Iterator[Sequence[Wiring]]:
    with parked.quarantines(ingest.settings) as opened:
        yield opened


def some_parked(ingest: Ingest) -> list[str]:
    """An action that nobody knows, and an offer that came before its hire."""
    ingest.take(about("scorecard_deleted"))
    ingest.take(about("offer_updated", id=5, application_id=10, version=1, offer_status="Accepted"))
    return [entry.parked.id for entry in ingest.parked()]


def while_it_works(ingest: Ingest, looks: int = 3) -> Iterator[None]:
    """A look before anything is done, and others after it."""
    yield
    for _ in range(looks):
        ingest.work()
        yield


def test_each_record_is_told_with_what_became_of_it(ingest: Ingest, services: Sequence[Wiring]) -> None:
    """Read, or parked again and why."""
    asked = parked.retry(services, some_parked(ingest))
    ingest.take(hire())
    found = {each["outcome"]: each for each in parked.outcomes(asked, while_it_works(ingest))}
    assert set(found) == {"read", "parked again"}
    assert "scorecard_deleted" in found["parked again"]["reason"]
    assert found["read"]["reason"] is None


def test_who_does_not_answer_in_time_is_still_waited_for(ingest: Ingest, services: Sequence[Wiring]) -> None:
    """The wish stands, and nothing is promised."""
    asked = parked.retry(services, some_parked(ingest))
    assert [each["outcome"] for each in parked.outcomes(asked, parked.looks(0))] == ["still waiting"] * 2


def test_a_record_that_was_discarded_is_given_up(ingest: Ingest, services: Sequence[Wiring]) -> None:
    """And nothing is left to list."""
    asked = parked.discard(services, some_parked(ingest))
    found = parked.outcomes(asked, while_it_works(ingest))
    assert [each["outcome"] for each in found] == ["given up"] * 2
    assert parked.listing(services) == []


def test_nothing_is_asked_for_when_one_of_the_ids_is_nobodys(
    ingest: Ingest, services: Sequence[Wiring]
) -> None:
    """A mistyped id changes nothing."""
    unknown = "00000000-0000-0000-0000-000000000000"
    with pytest.raises(NotFoundError, match=unknown):
        parked.discard(services, [*some_parked(ingest), unknown])
    assert {each["state"] for each in parked.listing(services)} == {"parked"}


def test_a_line_says_which_record_and_why() -> None:
    """For people; programs ask for JSON."""
    console = Console(file=StringIO(), width=40)
    show.outcomes(console, [{"record": "r", "service": "s", "outcome": "parked again", "reason": "expected"}])
    assert console.file.getvalue() == "r s: parked again: expected\n"  # type: ignore[attr-defined] # a StringIO
