"""The sample agency, as it lies in a checkout: feeds, and what its recruiters know, dated from today."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import msgspec

import shared

Json = dict[str, Any]
FOLDER = Path(shared.__file__).parents[1] / "deploy" / "demo"
FEEDS = ("greenhouse", "jobs", "linkedin", "placements")
KEY = "the sample agency"
"""Begins the keys under which all is told, so that a second start tells nothing new."""
_DAY = re.compile(r"\{\{today(?:([+-])(\d+)d)?\}\}")


class Deed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a recruiter of the sample did with a task."""

    play: str
    by: str
    outcome: str
    note: str


class Known(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the sample's recruiters know of somebody, beside what the feeds say."""

    feed: str
    id: str
    """What the feed calls them."""
    facts: list[Json]
    """As POST /v1/people/{person}/facts takes them."""
    done: list[Deed] = []


def there() -> bool:
    """Whether this is a checkout, which has the sample."""
    return FOLDER.is_dir()


def files() -> list[Path]:
    """The feeds' files, in the order in which they are sent."""
    return sorted((file for feed in FEEDS for file in (FOLDER / feed).iterdir()), key=lambda each: each.name)


def people(today: date) -> Iterator[Known]:
    """What is known of each person."""
    for file in sorted((FOLDER / "people").iterdir()):
        yield msgspec.json.decode(dated(file.read_text(), today), type=Known)


def dated(text: str, today: date) -> str:
    """Replace each `{{today}}`, `{{today-358d}}`, `{{today+3d}}` by its day, like 2026-03-01."""
    return _DAY.sub(lambda found: str(today + _days(found)), text)


def exported_on(sample: Path, today: date) -> date:
    """The day a sample file was exported: `Connections@-60d.csv` sixty days ago, without a mark today."""
    mark = re.search(r"@-(\d+)d", sample.name)
    return today - timedelta(days=int(mark[1])) if mark else today


def _days(found: re.Match[str]) -> timedelta:
    sign, count = found.groups()
    return timedelta(days=int(f"{sign or '+'}{count or 0}"))
