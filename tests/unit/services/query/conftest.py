"""What the tests of this service share."""

from collections.abc import Iterator

import pytest
from vocabulary.installation import Installation


@pytest.fixture
def here(database_url: str) -> Iterator[Installation]:
    """The query service on an empty database."""
    with Installation(database_url) as made:
        yield made
