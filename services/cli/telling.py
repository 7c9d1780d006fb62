"""Tells what a person said, or that somebody was in touch with them."""

import json
from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from services.cli.client import Client
from shared.errors import UnreadableError

Json = dict[str, Any]


def statement(kind: str, words: str, **others: object) -> Json:
    """What the API is told; what was not said is left out. Of `looking` the words are the yes or no."""
    said = {"looking" if kind == "looking" else "words": words or None, **others}
    return {"kind": kind, **{name: value for name, value in said.items() if value is not None}}


def fields(written: Iterable[str]) -> Json:
    """What was written as NAME=VALUE, by name; `UnreadableError` for anything else."""
    return dict(_field(each) for each in written)


def _field(written: str) -> tuple[str, str]:
    name, sign, value = written.partition("=")
    if not (name and sign):
        raise UnreadableError(f"expected a field as NAME=VALUE, like platform=Google; found {written!r}")
    return name.strip(), value


def tell(client: Client, person: str, said: Json, key: str | None) -> Json:
    """Tell it once under this key; without one anew each time."""
    headers = {"Content-Type": "application/json", "Idempotency-Key": key or str(uuid4())}
    return client.send(f"/v1/people/{person}/facts", json.dumps([said]).encode(), headers)
