"""What the endpoints work with."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from services.ingest.groups import Groups
from services.ingest.parts import Parts
from services.ingest.rowstore import Row
from services.ingest.uploads import Uploads
from services.ingest.webhooks import Taken, Webhooks
from shared.settings import Settings


@dataclass(frozen=True)
class Inbox:
    """The ways in."""

    settings: Settings
    parts: Parts
    webhooks: Webhooks
    groups: Groups[Row, Taken]
    uploads: Uploads


Ways = Callable[[], Awaitable[Inbox]]
"""Gives the ways in, or raises `UnavailableError` when not yet."""
