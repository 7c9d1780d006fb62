"""A simulated agency sent through the ingest service day by day, and what is true of it."""

import json
import tomllib
from collections import defaultdict
from datetime import datetime
from functools import cached_property
from itertools import groupby
from pathlib import Path
from typing import Any

from vocabulary.inbox import Ingest

from services.local.progress import silent
from services.simulation.arrivals import EVENING, Arrival, arrivals
from services.simulation.world import World
from services.simulation.writing import write
from shared.envelope import Event
from shared.topics import Topic, topic_of

Json = dict[str, Any]
AT_ONCE = 200
"""Web hooks of one group."""


class Simulated:
    """What was written of an agency."""

    def __init__(self, world: World, folder: Path) -> None:
        write(world, folder, silent)
        self.folder = folder

    def true(self, what: str) -> list[Json]:
        """One of the files of the truth."""
        text = (self.folder / "truth" / f"{what}.jsonl").read_text()
        return [json.loads(line) for line in text.splitlines()]

    @cached_property
    def records(self) -> dict[tuple[str, str], int]:
        """Who each record is really of, by its feed and the feed's id."""
        return {
            (each["feed"], each["id"]): one["person"]
            for one in self.true("people")
            for each in one["records"]
        }

    def send(self, ingest: Ingest) -> None:
        """All of it in the order it came, each day at its time; nothing may be refused."""
        _save_renames(ingest, self.folder)
        for day, group in groupby(arrivals(self.folder), lambda each: each.at.date()):
            arrived = list(group)
            hooks = [each for each in arrived if each.feed == "greenhouse"]
            for first in range(0, len(hooks), AT_ONCE):
                ingest.clock.moment = hooks[first].at
                ingest.take(*(each.file.read_bytes() for each in hooks[first : first + AT_ONCE]))
            ingest.clock.moment = datetime.combine(day, EVENING)
            if exports := [each for each in arrived if each.feed != "greenhouse"]:
                for each in exports:
                    _upload(ingest, each)
                _catch_up(ingest)


def called(ingest: Ingest, records: dict[tuple[str, str], int]) -> dict[tuple[str, str], str]:
    """Whom ingest takes each record to be of."""
    found = {}
    for feed, id_ in records:
        answer = ingest.http.get(f"/v1/feeds/{feed}/person", params={"id": id_})
        assert answer.status_code == 200, (feed, id_, answer.text)
        found[feed, id_] = answer.json()["person"]
    return found


def told(ingest: Ingest) -> dict[str, list[Event]]:
    """The facts of each person, in their order."""
    found: dict[str, list[Event]] = defaultdict(list)
    for event in ingest.events():
        if topic_of(event.type) is Topic.PEOPLE:
            found[event.subject].append(event)
    return found


def _catch_up(ingest: Ingest) -> None:
    """Read the log, as the service does all the time, and do what that asked for."""
    ingest.follow()
    ingest.work()


def _save_renames(ingest: Ingest, folder: Path) -> None:
    told = tomllib.loads((folder / "employers.toml").read_text())
    assert ingest.http.put("/v1/employers", json={"employers": told}).status_code == 200


def _upload(ingest: Ingest, arrival: Arrival) -> None:
    found = ingest.read(arrival.feed, arrival.file.read_bytes(), arrival.file.name)
    problems = [each for file in found.get("files") or [found] for each in file["problems"]]
    assert problems == [], (arrival.file, problems)
