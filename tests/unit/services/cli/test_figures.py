"""What `afterhire insights` and `afterhire impact` ask for and print."""

from collections.abc import Callable, Iterator
from io import StringIO

import pytest
from rich.console import Console
from vocabulary import figures as known
from vocabulary.installation import ANN, Installation

from services.cli.figures import Json, Topic, path_of, show_impact, show_insights

Asked = Callable[[str], Json]


@pytest.fixture
def asked(database_url: str) -> Iterator[Asked]:
    """The query service's own answers."""
    with Installation(database_url) as here:
        known.write(here)
        yield lambda path: here.client().get(path).json()


def insights(topic: Topic, found: Json) -> str:
    console = Console(file=StringIO(), width=200)
    show_insights(console, topic, found)
    return str(console.file.getvalue())  # type: ignore[attr-defined] # a StringIO


def impact(found: Json) -> str:
    console = Console(file=StringIO(), width=200)
    show_impact(console, found)
    return str(console.file.getvalue())  # type: ignore[attr-defined] # a StringIO


def test_each_figure_is_printed(asked: Asked) -> None:
    """As the API answers them."""
    paid = insights(Topic.BENCHMARKS, asked("/v1/insights/benchmarks"))
    assert "55,000 to 65,000 EUR" in paid
    assert "senior" in paid
    hiring = insights(Topic.TRENDS, asked("/v1/insights/trends"))
    assert "-29%" in hiring
    assert "Acme" in insights(Topic.EMPLOYERS, asked("/v1/insights/employers"))
    agency = impact(asked("/v1/impact"))
    assert all(
        words in agency for words in ("careers", "8.7 of 10, by 7", ANN, "They asked, and they listened.")
    )
    assert "each recruiter" not in impact(asked(path_of(ANN)))


def test_too_little_says_so() -> None:
    """Rather than to print an empty table."""
    assert "fewer than five" in insights(Topic.TRENDS, {"trends": []})


def test_a_recruiters_name_is_one_part_of_the_path() -> None:
    """Whatever stands in it."""
    assert path_of("Ann / Süd") == "/v1/impact/recruiters/Ann%20%2F%20S%C3%BCd"
    assert path_of(None) == "/v1/impact"
