"""Titles labelled by hand: `heldout.tsv` before there was a dictionary, `tuning.tsv` while it was made."""

from pathlib import Path

import pytest

from shared.titles import UNKNOWN, Seniority, read

HIRES = {"yes": True, "no": False, "-": None}
Label = tuple[str | None, Seniority | None, bool | None]


def labelled(table: str) -> list[tuple[str, Label]]:
    lines = (Path(__file__).parent / table).read_text("utf-8").splitlines()[1:]
    return [(title, label(*cells)) for title, *cells in (line.split("\t") for line in lines)]


def label(field: str, seniority: str, hires: str) -> Label:
    rank = None if seniority == "-" else Seniority[seniority.upper()]
    return (None if field == "-" else field, rank, HIRES[hires])


TITLES = labelled("heldout.tsv") + labelled("tuning.tsv")


@pytest.mark.parametrize(("title", "expected"), TITLES, ids=[title for title, _ in TITLES])
def test_a_title_is_read_as_a_recruiter_reads_it(title: str, expected: Label) -> None:
    """Field, seniority and whether the holder hires people, each or unknown."""
    told = read(title)
    assert (told.field, told.seniority, told.hires) == expected


@pytest.mark.parametrize(
    "title", [None, "", "   ", "?!", "🚀", "@", "former", "Wizard of Light Bulb Moments"]
)
def test_what_names_no_role_is_unknown(title: str | None) -> None:
    """Nothing is made up where nothing is told."""
    assert read(title) == UNKNOWN


def test_no_title_is_labelled_twice() -> None:
    """A title stands in one table, or the held-out one would be tuned on."""
    titles = [title for title, _ in TITLES]
    assert len(titles) == len(set(titles)) >= 500


def test_the_place_within_a_rank_is_told() -> None:
    """An assistant manager stands below a manager, a senior one above."""
    titles = ("Assistant Store Manager", "Store Manager", "Senior Store Manager")
    assert [read(title).step for title in titles] == [-1, 0, 1]
