"""What `afterhire simulate` writes: the same for the same seed, and true to what it says is true."""

import csv
import json
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from services.local.progress import silent
from services.simulation.words import words
from services.simulation.world import World, world
from services.simulation.writing import write
from shared import titles
from shared.errors import MisconfiguredError

UNTIL = date(2026, 3, 10)


def agency(people: int = 10, seed: int = 1) -> World:
    return world(people, 3, seed, UNTIL)


def written(folder: Path, here: World) -> dict[str, bytes]:
    write(here, folder, silent)
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def lines(text: bytes) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def test_the_same_seed_is_the_same_agency(tmp_path: Path) -> None:
    """Byte by byte, archives too; another seed is another one."""
    first = written(tmp_path / "first", agency())
    assert first == written(tmp_path / "again", agency())
    assert first != written(tmp_path / "other", agency(seed=2))


def test_each_record_sent_is_somebodys(tmp_path: Path) -> None:
    """The truth names each candidate, each person of the placements file and each profile, once."""
    files = written(tmp_path, agency(40))
    named = [
        (each["feed"], each["id"]) for one in lines(files["truth/people.jsonl"]) for each in one["records"]
    ]
    assert len(named) == len(set(named))
    assert set(named) == {*_candidates(files), *_rows(files), *_connections(tmp_path)}


def test_hooks_sort_by_when_they_came(tmp_path: Path) -> None:
    """A file's name begins with its moment, also of what came late and of what came again."""
    hooks = [
        Path(name).name for name in sorted(written(tmp_path, agency())) if name.startswith("greenhouse/")
    ]
    assert hooks == sorted(hooks)
    assert all(name[:4] in ("2022", "2023", "2024", "2025", "2026") for name in hooks)


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    """Two agencies in one folder would be none."""
    (tmp_path / "mine.txt").write_text("kept")
    with pytest.raises(MisconfiguredError, match="not empty"):
        write(agency(), tmp_path, silent)
    assert [each.name for each in tmp_path.iterdir()] == ["mine.txt"]


@pytest.mark.parametrize("field", words().ladders)
def test_titles_are_of_their_field_and_rise(field: str) -> None:
    """As our own dictionary reads them: what is no promotion to it would be none in the truth."""
    ladder = words().ladders[field]
    assert {titles.read(title).field for title in ladder} == {field}
    assert all(titles.promoted(*pair) for pair in pairwise(ladder))


def _candidates(files: dict[str, bytes]) -> set[tuple[str, str]]:
    hooks = [json.loads(text)["payload"] for name, text in files.items() if name.startswith("greenhouse/")]
    found = [(hook.get("application") or hook).get("candidate") for hook in hooks]
    return {("greenhouse", str(one["id"])) for one in found if one}


def _rows(files: dict[str, bytes]) -> set[tuple[str, str]]:
    tables = [text.decode().splitlines() for name, text in files.items() if name.startswith("placements/")]
    return {("placements", row["person_id"]) for table in tables for row in csv.DictReader(table)}


def _connections(folder: Path) -> set[tuple[str, str]]:
    urls = set()
    for archive in folder.glob("linkedin/*/*.zip"):
        table = ZipFile(archive).read("Connections.csv").decode()
        rows = csv.DictReader(table[table.index("First Name") :].splitlines())
        urls |= {row["URL"] for row in rows if row["URL"]}
    return {("linkedin", url) for url in urls}
