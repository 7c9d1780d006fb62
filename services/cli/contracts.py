"""`afterhire contracts`: what other programs may rely on, written as files."""

import json
from pathlib import Path

from services.access import service as access
from services.desk import service as desk
from services.ingest import service as ingest
from services.query import service as query
from services.rules import web as rules
from shared.contracts import asyncapi, compatibility, schemas
from shared.errors import MisconfiguredError
from shared.facts import Json
from shared.settings import Settings
from shared.web.api import together

API, LOG, EVENTS = "openapi.json", "asyncapi.json", "events.json"


def documents() -> dict[str, Json]:
    """Each document, by the name of its file; the same wherever they are made."""
    settings = Settings.model_construct()
    apps = [each.app(settings) for each in (ingest, desk, query, rules, access)]
    return {
        API: together(settings, apps).openapi(),
        LOG: asyncapi.document("afterhire"),
        EVENTS: schemas.all_events(),
    }


def broken(folder: Path, made: dict[str, Json]) -> list[str]:
    """What a program written to the files in the folder could no longer rely on."""
    found = []
    if (folder / API).exists():
        found += compatibility.broken_api(_read(folder / API), made[API])
    if (folder / EVENTS).exists():
        found += compatibility.broken_events(_read(folder / EVENTS), made[EVENTS])
    return found


def write(folder: Path, *, though_broken: bool) -> list[Path]:
    """Write the documents; `MisconfiguredError`, with nothing written, where they break what stands there."""
    made = documents()
    said = broken(folder, made)
    if said and not though_broken:
        raise MisconfiguredError("this breaks what others rely on:\n  " + "\n  ".join(said))
    folder.mkdir(parents=True, exist_ok=True)
    for name, document in made.items():
        (folder / name).write_text(text(document))
    return [folder / name for name in made]


def text(document: Json) -> str:
    """A document as its file has it."""
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"


def _read(path: Path) -> Json:
    return dict(json.loads(path.read_text()))
