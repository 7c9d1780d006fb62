"""Writes a simulated agency into a folder: person by person, so that its size takes no memory."""

import csv
import json
import shutil
import zipfile
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

import tomli_w

from services.simulation import greenhouse, jobs, linkedin, placements, referrals, truth
from services.simulation.arrivals import MOMENT
from services.simulation.person import Person, people
from services.simulation.world import World
from shared.errors import MisconfiguredError

Json = dict[str, Any]
Progress = Callable[[str, int, int], None]
TRUTH = ("people", "placements", "roles", "changes")
SAME_TIME = (1980, 1, 1, 0, 0, 0)
"""In archives: the same agency is the same bytes."""


def write(world: World, folder: Path, progress: Progress) -> None:
    """Write all of it; `MisconfiguredError` when something is in the folder already.

    Interrupted, it leaves a part behind: the folder `truth` comes last.
    """
    if folder.exists() and any(folder.iterdir()):
        raise MisconfiguredError(f"{folder} is not empty: name a folder that is, or that is not there yet")
    folder.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        written = _Files(world, folder, stack)
        for person in people(world):
            written.add(person)
            progress("writing", person.who.number + 1, world.people)
        written.end()
    _pack(world, folder)
    (folder / "employers.toml").write_text(tomli_w.dumps(truth.renames(world)), "utf-8")
    (folder / ".truth").rename(folder / "truth")


class _Files:
    """The files that stay open while people are added."""

    def __init__(self, world: World, folder: Path, stack: ExitStack) -> None:
        self._world, self._folder, self._stack = world, folder, stack
        self._truth = {name: self._open(f".truth/{name}.jsonl") for name in TRUTH}
        self._told = self._open("told.jsonl")
        self._jobs = _Table(self._open, "jobs.csv", jobs.COLUMNS)
        self._placements = {
            day: _Table(self._open, f"placements/placements-{day}.csv", placements.COLUMNS)
            for day in world.exports
        }
        self._linkedin = {each: self._connections(each) for each in linkedin.archives(world)}

    def add(self, person: Person) -> None:
        """Everything about somebody."""
        for hook in greenhouse.hooks(self._world, person):
            self._hook(person, hook)
        for day, table in self._placements.items():
            table.write(placements.rows(self._world, person, day))
        for archive, table in self._linkedin.items():
            table.write(linkedin.rows(self._world, person, archive))
        self._jobs.write(jobs.filled(self._world, person))
        if said := referrals.told(self._world, person):
            self._told.write(_line(said))
        self._true(person)

    def end(self) -> None:
        """What is about nobody."""
        self._jobs.write(jobs.opened(self._world))

    def _true(self, person: Person) -> None:
        world, files = self._world, self._truth
        files["people"].write(_line(truth.who(world, person)))
        files["placements"].writelines(map(_line, truth.placed(world, person)))
        files["roles"].writelines(map(_line, truth.roles(world, person)))
        files["changes"].writelines(map(_line, truth.changes(world, person)))

    def _hook(self, person: Person, hook: greenhouse.Hook) -> None:
        """One file each, which sort by when they came."""
        name = f"{hook.at:{MOMENT}}-{person.who.number:06}-{hook.action}.json"
        path = self._folder / "greenhouse" / f"{hook.at:%Y-%m}" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        text = json.dumps({"action": hook.action, "payload": hook.payload}, ensure_ascii=False, indent=1)
        path.write_text(text, "utf-8")

    def _connections(self, archive: linkedin.Archive) -> "_Table":
        name = f"linkedin/{archive.day}/Connections.csv"
        return _Table(self._open, name, linkedin.COLUMNS, linkedin.NOTES if archive.notes else "")

    def _open(self, name: str) -> TextIO:
        path = self._folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        return self._stack.enter_context(path.open("w", encoding="utf-8", newline=""))


@dataclass
class _Table:
    """A CSV, made when its first row comes: an export without any is not sent."""

    open: Callable[[str], TextIO]
    name: str
    columns: Sequence[str]
    notes: str = ""
    file: TextIO | None = None

    def write(self, rows: Iterable[tuple[str, ...]]) -> None:
        """Add rows."""
        for row in rows:
            if self.file is None:
                self.file = self.open(self.name)
                self.file.write(self.notes)
                csv.writer(self.file, lineterminator="\n").writerow(self.columns)
            csv.writer(self.file, lineterminator="\n").writerow(row)


def _pack(world: World, folder: Path) -> None:
    """Each archive as LinkedIn names it, with the day of which it is, month first."""
    for day in world.exports:
        inside = folder / "linkedin" / str(day) / "Connections.csv"
        if not inside.exists():
            continue
        with zipfile.ZipFile(inside.parent / f"Basic_LinkedInDataExport_{day:%m-%d-%Y}.zip", "w") as archive:
            entry = zipfile.ZipInfo("Connections.csv", SAME_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            with inside.open("rb") as plain, archive.open(entry, "w", force_zip64=True) as packed:
                shutil.copyfileobj(plain, packed)
        inside.unlink()


def _line(said: Json) -> str:
    return json.dumps(said, ensure_ascii=False) + "\n"
