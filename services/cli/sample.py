"""The sample agency: vendor-shaped payloads and files whose dates are moved so that things are due today."""

import re
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

import services
from services.cli.client import Client
from services.cli.demo import dated
from services.cli.importing import send_webhook
from shared.clock import day_of
from shared.errors import MisconfiguredError
from shared.settings import Settings

FOLDER = Path(services.__file__).parents[1] / "deploy" / "demo"
PLAYS = (
    "congratulate_on_anniversary",
    "check_in_on_settling_in",
    "congratulate_on_a_move",
    "stand_by_in_a_setback",
)
"""What the sample brings about, at least one task of each."""
LIMIT_S = 60.0
GLANCE_S = 0.1


def send(client: Client, settings: Settings) -> None:
    """Send every sample through the ingest API, in the order of the files' names.

    What was sent before changes nothing. Raises `MisconfiguredError` outside a checkout.
    """
    if not FOLDER.is_dir():
        raise MisconfiguredError(f"the sample agency is not at {FOLDER}: use --no-demo outside a checkout")
    today = day_of(settings.clock.now(), settings.zone)
    for sample in sorted(FOLDER.glob("*/*"), key=lambda each: each.name):
        _send(client, settings, sample, today)


def _send(client: Client, settings: Settings, sample: Path, today: date) -> None:
    feed = sample.parent.name
    text = dated(sample.read_text(), today)
    if sample.suffix == ".json":
        send_webhook(client, settings, text.encode())
        return
    with tempfile.TemporaryDirectory() as folder:
        moved = Path(folder) / sample.name
        moved.write_text(text)
        begun = client.upload(
            f"/v1/feeds/{feed}/files", moved, {"exported_on": str(exported_on(sample, today))}
        )
    _wait(client, begun["import"])


def exported_on(sample: Path, today: date) -> date:
    """The day a sample file was exported: `Connections@-60d.csv` sixty days ago, without a mark today."""
    mark = re.search(r"@-(\d+)d", sample.name)
    return today - timedelta(days=int(mark[1])) if mark else today


def _wait(client: Client, import_: str) -> None:
    """Files of one feed are snapshots: the next one means something only when this one was read."""
    deadline = time.monotonic() + LIMIT_S
    while client.get(f"/v1/imports/{import_}")["state"] == "reading" and time.monotonic() < deadline:
        time.sleep(GLANCE_S)
