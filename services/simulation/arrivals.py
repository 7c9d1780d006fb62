"""In which order the files of a simulated agency come: web hooks at their moment, exports in the evening."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any, NamedTuple

Json = dict[str, Any]
EVENING = time(22, tzinfo=UTC)
MOMENT = "%Y%m%dT%H%M%SZ"


class Arrival(NamedTuple):
    """A file, when it comes, and of which feed it is."""

    at: datetime
    feed: str
    file: Path


def arrivals(folder: Path) -> list[Arrival]:
    """All files that feeds read, as they come; the jobs file last."""
    found = sorted(_arrivals(folder))
    return [*found, Arrival(found[-1].at, "jobs", folder / "jobs.csv")] if found else []


def told(folder: Path) -> Iterator[Json]:
    """What people told their recruiters: feed and id of who told it, and the facts."""
    with (folder / "told.jsonl").open("rb") as lines:
        yield from map(json.loads, lines)


def _arrivals(folder: Path) -> Iterator[Arrival]:
    for file in folder.glob("greenhouse/*/*.json"):
        at = datetime.strptime(file.name.partition("-")[0], MOMENT).replace(tzinfo=UTC)
        yield Arrival(at, "greenhouse", file)
    for file in folder.glob("placements/*.csv"):
        yield Arrival(_evening(file.stem.removeprefix("placements-")), "placements", file)
    for file in folder.glob("linkedin/*/*.zip"):
        yield Arrival(_evening(file.parent.name), "linkedin", file)


def _evening(day: str) -> datetime:
    return datetime.combine(date.fromisoformat(day), EVENING)
