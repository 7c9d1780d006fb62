from collections.abc import Iterator

import pytest
from vocabulary.service import Desk
from vocabulary.vaults import Installation

from shared import vault
from shared.database import engine as engine_of
from shared.database import prepare
from shared.settings import Settings


@pytest.fixture
def desk(database_url: str) -> Iterator[Desk]:
    """One service with a database of its own."""
    made = Desk(database_url)
    yield made
    made.engine.dispose()


@pytest.fixture
def here(database_url: str) -> Iterator[Installation]:
    """A database of its own with a vault in it."""
    engine = engine_of(Settings(database_url=database_url), application="test")
    prepare(engine, vault.metadata)
    yield Installation(engine)
    engine.dispose()
