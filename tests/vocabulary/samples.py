"""The golden samples: for each version of each event, a record as it was once written, and what it means.

To add one, write `tests/samples/<event type>/<version>.json` with the part `event` only, and run
`python -m vocabulary.samples` in `tests/`: it adds the record. What a file says was written is never changed
again; what it means is, when a newer version of the event says the same in other words.
"""

from pathlib import Path

import msgspec
from vocabulary.keys import MemoryKeys

from shared.codec import encode
from shared.envelope import Event
from shared.facts import Json, kind_of
from shared.log.protocol import Record

FOLDER = Path(__file__).parent.parent / "samples"


def files() -> list[Path]:
    """All samples."""
    return sorted(FOLDER.glob("*/*.json"))


def read(path: Path) -> Json:
    """A sample as it stands in its file."""
    return msgspec.json.decode(path.read_bytes(), type=Json)


def record(sample: Json) -> Record:
    """The record as it was written."""
    written = sample["written"]
    headers = tuple((name, value.encode()) for name, value in written["headers"].items())
    return Record("afterhire", 0, 0, 0, written["key"].encode(), written["value"].encode(), headers)


def event(path: Path, sample: Json) -> Event:
    """What it means, in the newest version of its event."""
    plain = dict(sample["event"])
    body = msgspec.convert(plain.pop("body"), kind_of(path.parent.name).body)
    recorded_at = msgspec.convert(plain.pop("recorded_at"), Event.__annotations__["recorded_at"])
    return Event(**plain, recorded_at=recorded_at, body=body)


def complete(path: Path) -> None:
    """Add the record to a sample that says only what it means."""
    sample = read(path)
    if "written" in sample:
        return
    key, value, headers = encode(event(path, sample), MemoryKeys())
    sample["written"] = {
        "key": key.decode(),
        "headers": {name: text.decode() for name, text in headers},
        "value": value.decode(),
    }
    path.write_bytes(msgspec.json.format(msgspec.json.encode(sample), indent=2) + b"\n")


if __name__ == "__main__":
    for each in files():
        complete(each)
