"""`afterhire import`: sends files to a feed and waits until they are read."""

import json
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from rich.console import Console

from services.cli import show
from services.cli.client import Client
from services.local.progress import Progress, silent
from shared.errors import MisconfiguredError, UnreadableError
from shared.settings import Settings
from shared.signatures import as_greenhouse

Json = dict[str, Any]
WEBHOOKS = ("greenhouse",)
LARGEST_WEBHOOK = 2_000_000
"""Bytes."""
BEAT_S = 0.1


def import_file(  # noqa: PLR0913 - what is sent and where, and two things most callers leave
    client: Client,
    settings: Settings,
    feed: str,
    file: Path,
    *,
    exported_on: date | None = None,
    progress: Progress = silent,
) -> Json:
    """Send one file and wait until it is read; its counts, and what was wrong with it.

    `exported_on`: the day whose state the file shows; today when `None`. Raises `UnreadableError` when
    nothing of it can be read.
    """
    if is_webhook(feed, file):
        return _count(send_webhook(client, settings, file.read_bytes()), file)
    form = {"exported_on": str(exported_on)} if exported_on else {}
    begun = client.upload(f"/v1/feeds/{feed}/files", file, form)
    while (found := client.get(f"/v1/imports/{begun['import']}"))["state"] == "reading":
        progress(f"reading {file.name}", found["read"], 0)
        time.sleep(BEAT_S)
    if found["state"] == "failed":
        raise UnreadableError(f"{file.name}: {found['problems'][0]['reason']}")
    return {**found, "file": file.name}


def import_files(
    client: Client, settings: Settings, feed: str, files: Sequence[Path], progress: Progress
) -> tuple[list[Json], list[Json]]:
    """Send each file, whatever becomes of the others: what was read, and what was refused, and why."""
    found, refused = [], []
    for file in files:
        try:
            found.append(import_file(client, settings, feed, file, progress=progress))
        except UnreadableError as error:
            refused.append({"file": file.name, "refused": str(error).removeprefix(f"{file.name}: ")})
    return found, refused


def is_webhook(feed: str, file: Path) -> bool:
    """Whether a file is a web hook's payload: Greenhouse's exports are files of the same feed."""
    if feed not in WEBHOOKS or file.stat().st_size > LARGEST_WEBHOOK:
        return False
    try:
        found = json.loads(file.read_bytes())
    except (ValueError, RecursionError):
        return False
    return isinstance(found, dict) and "action" in found


def send_webhook(client: Client, settings: Settings, payload: bytes) -> Json:
    """Send a Greenhouse payload, signed as Greenhouse signs it."""
    secret = settings.greenhouse_secret
    if secret is None:
        raise MisconfiguredError("AFTERHIRE_GREENHOUSE_SECRET is not set: it signs Greenhouse's web hooks")
    headers = as_greenhouse(payload, secret.get_secret_value())
    return client.send("/v1/feeds/greenhouse/webhook", payload, headers)


def show_imports(out: Console, found: Sequence[Json]) -> None:
    """Print what became of each file, and what was wrong with which row."""
    columns = ("file", "read", "new", "known", "quarantined")
    each_file = [one for each in found for one in _files(each)]
    show.table(out, "imported", columns, [[each[column] for column in columns] for each in each_file])
    for each in found:
        if others := each.get("not_read"):
            said = f"{each['file']}: not understood, and not read: the files {', '.join(others)}"
            out.print(show.plain(said), soft_wrap=True)
    for each in each_file:
        if ignored := each.get("ignored"):
            said = f"{each['file']}: {ignored} messages with people not known here; nothing of them is kept"
            out.print(show.plain(said), soft_wrap=True)
        if unknown := each.get("unknown_columns"):
            said = f"{each['file']}: not understood, and not read: the columns {', '.join(unknown)}"
            out.print(show.plain(said), soft_wrap=True)
        for problem in each["problems"]:
            where = [f"row {problem['row']}" if problem.get("row") else None, problem.get("field")]
            place = ", ".join(part for part in where if part)
            out.print(f"{each['file']}: {place}: {problem['reason']}", markup=False)


def refused(found: Json) -> bool:
    """Whether any row, or all of a file, could not be read."""
    return any(each["quarantined"] or each.get("state") == "failed" for each in _files(found))


def _files(found: Json) -> list[Json]:
    """The files of an archive, named with it; a file by itself."""
    return [{**one, "file": f"{found['file']}: {one['file']}"} for one in found.get("files", ())] or [found]


def _count(answer: Json, file: Path) -> Json:
    outcome = answer["outcome"]
    counts = {name: int(name == outcome) for name in ("new", "known", "quarantined")}
    problem = answer.get("problem")
    return {"file": file.name, "read": 1, **counts, "problems": [problem] if problem else []}
