"""`afterhire import`: sends files to a feed and waits until they are read."""

import hmac
import time
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from rich.console import Console

from services.cli import show
from services.cli.client import Client
from services.cli.progress import bar
from shared.errors import MisconfiguredError, UnreadableError
from shared.settings import Settings

Json = dict[str, Any]
WEBHOOKS = ("greenhouse",)
BEAT_S = 0.1


def import_file(client: Client, settings: Settings, feed: str, file: Path, err: Console) -> Json:
    """Send one file and wait until it is read; its counts, and what was wrong with it."""
    if feed in WEBHOOKS:
        return _count(send_webhook(client, settings, file.read_bytes()), file)
    begun = client.upload(f"/v1/feeds/{feed}/files", file)
    with bar(err) as progress:
        while (found := client.get(f"/v1/imports/{begun['import']}"))["state"] == "reading":
            progress(f"reading {file.name}", found["read"], found.get("total") or 0)
            time.sleep(BEAT_S)
    if found["state"] == "failed":
        raise UnreadableError(f"{file.name}: {found['problems'][0]['reason']}")
    return {"file": file.name, **found}


def send_webhook(client: Client, settings: Settings, payload: bytes) -> Json:
    """Send a Greenhouse payload, signed as Greenhouse signs it."""
    secret = settings.greenhouse_secret
    if secret is None:
        raise MisconfiguredError("AFTERHIRE_GREENHOUSE_SECRET is not set: it signs Greenhouse's web hooks")
    signature = hmac.new(secret.get_secret_value().encode(), payload, sha256).hexdigest()
    headers = {"Signature": f"sha256 {signature}", "Content-Type": "application/json"}
    return client.send("/v1/feeds/greenhouse/webhook", payload, headers)


def show_imports(out: Console, found: Sequence[Json]) -> None:
    """Print what became of each file, and what was wrong with which row."""
    columns = ("file", "read", "new", "known", "quarantined")
    show.table(out, "imported", columns, [[each[column] for column in columns] for each in found])
    for each in found:
        for problem in each["problems"]:
            where = [f"row {problem['row']}" if problem.get("row") else None, problem.get("field")]
            place = ", ".join(part for part in where if part)
            out.print(f"{each['file']}: {place}: {problem['reason']}", markup=False)


def _count(answer: Json, file: Path) -> Json:
    outcome = answer["outcome"]
    counts = {name: int(name == outcome) for name in ("new", "known", "quarantined")}
    problem = answer.get("problem")
    return {"file": file.name, "read": 1, **counts, "problems": [problem] if problem else []}
