"""What the tests of this service share."""

from collections.abc import Iterator

import pytest
from vocabulary.inbox import Ingest


@pytest.fixture
def ingest(database_url: str) -> Iterator[Ingest]:
    """The ingest service on an empty database."""
    with Ingest(database_url) as made:
        yield made
