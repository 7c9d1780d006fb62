"""Imports: rows a second from the upload until all they tell is on the log, and the memory it takes.

The HTTP side, the worker and the relay run as in an installation: the worker also keeps what it reads back
from the log, for merges to come.
"""

import json
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from subprocess import Popen
from typing import IO, Any

import httpx2
from benchmarks.servers import Fresh, Servers

ROWS = 60_000
OBJECTS_IN = 4
"""An object of Harvest's is so many times as long as a row of LinkedIn's, or more."""
LARGEST = 10**10
"""Bytes of a file that are taken: a million candidates are more than anybody sends in one."""
LOOK_S = 0.1
LIMIT_S = 1800.0
MEGA = 1e6
HEADINGS = b"First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
SAMPLE = Path(__file__).parent.parent / "feeds/greenhouse/harvest/candidates.json"


def runs(servers: Servers, times: int, rows: int = ROWS) -> dict[str, tuple[str, list[float]]]:
    """A LinkedIn export, and candidates as Greenhouse's API gives them; everybody is somebody new."""
    files: dict[str, tuple[str, str, Callable[[int], bytes], int]] = {
        f"import of {rows:,} LinkedIn connections": ("linkedin", "Connections.csv", _row, rows),
        f"import of {rows // OBJECTS_IN:,} Greenhouse candidates": (
            *("greenhouse", "candidates.json", _candidate, rows // OBJECTS_IN),
        ),
    }
    found: dict[str, tuple[str, list[float]]] = {}
    for what, (feed, name, line, number) in files.items():
        each = [once(servers.fresh(), feed, name, line, number) for _ in range(times)]
        found[what] = ("rows/s", [rate for rate, _ in each])
        found["  the larger of its two processes, at its largest"] = ("MB", [size for _, size in each])
    return found


def once(fresh: Fresh, feed: str, name: str, line: Callable[[int], bytes], rows: int) -> tuple[float, float]:
    """Rows a second, and megabytes."""
    fresh.environment["AFTERHIRE_FILE_BYTES"] = str(LARGEST)
    with tempfile.TemporaryFile() as file:
        file.write(HEADINGS if feed == "linkedin" else b"")
        file.writelines(map(line, range(rows)))
        file.seek(0)
        with fresh.running(*fresh.services("relay", "http", "ingest-worker")) as processes:
            fresh.wait_for_http()
            began = time.monotonic()
            address = f"http://127.0.0.1:{fresh.settings.port}/v1"
            import_ = _upload(f"{address}/feeds/{feed}/files", name, file)
            _wait(fresh, f"{address}/imports/{import_}", rows)
            return rows / (time.monotonic() - began), max(map(_largest, processes[1:]))


def _upload(address: str, name: str, file: IO[bytes]) -> str:
    answer = httpx2.post(
        address, files={"file": (name, file)}, data={"exported_on": "2026-03-01"}, timeout=300
    )
    answer.raise_for_status()
    return str(answer.json()["import"])


def _wait(fresh: Fresh, address: str, rows: int) -> None:
    """Until every row is read and all that follows is acknowledged by the log."""
    deadline = time.monotonic() + LIMIT_S
    while time.monotonic() < deadline:
        if fresh.scalar("SELECT count(*) FROM ingest.imports WHERE state = 'reading'") == 0:
            break
        time.sleep(LOOK_S)
    while time.monotonic() < deadline:
        said = fresh.scalar("SELECT max(seq) FROM ingest.outbox")
        if fresh.acknowledged("ingest") >= said > 0:
            break
        time.sleep(LOOK_S)
    counts: dict[str, Any] = httpx2.get(address, timeout=60).json()
    if (counts["state"], counts["new"]) != ("done", rows):
        raise RuntimeError(f"expected {rows} new rows, found {counts}")


def _largest(process: Popen[bytes]) -> float:
    """The most memory that a process had at any time, in megabytes."""
    lines = Path(f"/proc/{process.pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM:")) / MEGA


def _row(number: int) -> bytes:
    mail = f"person{number}@example.com" if number % 4 == 0 else ""
    return (
        f"Given{number % 997},Family{number % 9973},https://www.linkedin.com/in/person-{number},{mail},"
        f"Employer {number % 5003},Engineer {number % 31},07 Mar 2024\n"
    ).encode()


def _candidate(number: int) -> bytes:
    """The vendor's sample of 4.6 kB as somebody else."""
    applications = [
        each | {"id": 3_000_000 + number * 10 + place, "candidate_id": 2_000_000 + number}
        for place, each in enumerate(_sample["applications"])
    ]
    mail = [{"value": f"person{number}@example.com", "type": "personal"}]
    changed = {"id": 2_000_000 + number, "last_name": f"Number {number}", "applications": applications}
    return json.dumps(_sample | changed | {"email_addresses": mail}).encode() + b"\n"


_sample: dict[str, Any] = json.loads(SAMPLE.read_text())[0]
