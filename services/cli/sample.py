"""The sample agency: vendor-shaped payloads and files whose dates are moved so that things are due today."""

import re
import tempfile
from datetime import date, timedelta
from pathlib import Path

import services
from services.cli import importing
from services.cli.client import Client
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
_DAY = re.compile(r"\{\{today(?:([+-])(\d+)d)?\}\}")


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
    """Send one sample as its vendor would; a file is a snapshot, so the next one waits until it was read."""
    feed = sample.parent.name
    with tempfile.TemporaryDirectory() as folder:
        moved = Path(folder) / sample.name
        moved.write_text(dated(sample.read_text(), today))
        importing.import_file(client, settings, feed, moved, exported_on=exported_on(sample, today))


def dated(text: str, today: date) -> str:
    """Replace each `{{today}}`, `{{today-358d}}`, `{{today+3d}}` by its day, like 2026-03-01."""
    return _DAY.sub(lambda found: str(today + _days(found)), text)


def _days(found: re.Match[str]) -> timedelta:
    sign, count = found.groups()
    return timedelta(days=int(f"{sign or '+'}{count or 0}"))


def exported_on(sample: Path, today: date) -> date:
    """The day a sample file was exported: `Connections@-60d.csv` sixty days ago, without a mark today."""
    mark = re.search(r"@-(\d+)d", sample.name)
    return today - timedelta(days=int(mark[1])) if mark else today
