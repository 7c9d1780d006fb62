"""Columns of a file that its feed does not know."""

from collections.abc import Iterator

import pytest
from vocabulary.inbox import Ingest
from vocabulary.payloads import placement, table


@pytest.fixture
def ingest(database_url: str) -> Iterator[Ingest]:
    with Ingest(database_url) as made:
        yield made


def test_columns_that_are_not_understood_are_named(ingest: Ingest) -> None:
    """A misspelt one would be without effect and nobody would know; the same file again says so again."""
    rows = table([placement(**{"Salary": "1", "client_": "x", "end_date": "2026-09-01", "": "y"})])
    for _ in range(2):
        found = ingest.read("placements", rows)
        assert found["unknown_columns"] == ["Salary", "end_date"]
        assert found["problems"] == []
    assert ingest.read("placements", table([placement()]))["unknown_columns"] == []


def test_no_end_of_columns_is_named(ingest: Ingest) -> None:
    """Some of them, each cut."""
    many = placement(**{f"{number} {'x' * 500}": "1" for number in range(50)})
    named = ingest.read("placements", table([many]))["unknown_columns"]
    assert (len(named), {len(each) for each in named}) == (20, {60})
