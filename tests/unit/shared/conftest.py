from collections.abc import Iterator

import pytest
from vocabulary.service import Desk


@pytest.fixture
def desk(database_url: str) -> Iterator[Desk]:
    """One service with a database of its own."""
    made = Desk(database_url)
    yield made
    made.engine.dispose()
