"""The vault alone is put back to an earlier state: somebody's key is gone, though nobody erased them."""

from collections.abc import Iterator

import pytest
from vocabulary.inbox import Ingest
from vocabulary.payloads import hire

from shared.errors import OperatorNeededError
from shared.facts.quarantine import RecordParked

FORGET = "UPDATE vault.keys SET agency = 'elsewhere' RETURNING 1"
PUT_BACK = "UPDATE vault.keys SET agency = 'demo' RETURNING 1"
KEYS = "SELECT count(*) FROM vault.keys WHERE agency = 'demo'"


@pytest.fixture
def after(ingest: Ingest, database_url: str) -> Iterator[Ingest]:
    """Ingest, started again after Jane was told about and the vault has forgotten her."""
    ingest.take(hire())
    ingest.scalar(FORGET)
    with Ingest(database_url, master_key=ingest.settings.master_key) as made:
        yield made


def test_no_second_key_is_made_for_somebody_whose_facts_are_sealed(after: Ingest) -> None:
    """Ingest stops with one sentence, and says nothing under another key."""
    with pytest.raises(OperatorNeededError, match=r"put back one as new as the rest of the database"):
        after.take(hire(application=11))
    assert after.scalar(KEYS) == 0
    assert len(after.types()) == 3


def test_once_the_key_is_back_all_goes_on(after: Ingest) -> None:
    """What came meanwhile was stored, and is read."""
    with pytest.raises(OperatorNeededError):
        after.take(hire(application=11))
    after.scalar(PUT_BACK)
    after.work()
    assert after.types()[3:] == ["placement.started"]


def test_a_refused_row_makes_no_key_either(after: Ingest) -> None:
    """It is parked and announced, without what would have to be sealed."""
    assert after.states(hire(application=11, offer=3)) == ["quarantined"]
    assert after.scalar(KEYS) == 0
    (told,) = after.bodies("record.parked")
    assert isinstance(told, RecordParked)
    assert told.payload is None


def test_somebody_new_gets_a_key_as_ever(after: Ingest) -> None:
    """Nothing was ever sealed for them."""
    other = {"email_addresses": [{"value": "joan@example.com"}]}
    assert after.states(hire(2, 12, candidate_says=other)) == ["new"]
    assert after.scalar(KEYS) == 1
