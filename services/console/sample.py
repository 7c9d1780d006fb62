"""Sends the sample agency a part at a time, as its vendors and recruiters would. Twice changes nothing."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import NamedTuple

import msgspec

from services.console.services import RefusedError, Services
from shared import demo
from shared.clock import day_of
from shared.settings import Settings
from shared.signatures import as_greenhouse

AWAY = 500
"""A status from which on it is not the request that is wrong."""
AT_ONCE_S = 1.0
"""How long parts are sent before the page shows how far it is."""
BEAT_S = 0.1
LONGEST_S = 20.0
"""How long one file may take to be read."""


class Part(NamedTuple):
    """A file, or what is known of one person."""

    name: str
    send: Callable[[], Awaitable[object]]


@dataclass(frozen=True)
class Sample:
    """The sample agency, where this is a checkout that may take its web hooks."""

    services: Services
    settings: Settings

    @property
    def offered(self) -> bool:
        """Whether it can be sent."""
        return demo.there() and self.settings.greenhouse_secret is not None

    def parts(self) -> list[Part]:
        """All of it, in the order in which it is sent."""
        return [*self._files(), *self._people()] if self.offered else []

    async def send(self, sent: int) -> int:
        """Send what follows on the first parts, for a second; how many are sent then.

        What is refused is left out: whoever was erased is not brought back. Raises `RefusedError` when a
        service is away.
        """
        until = time.monotonic() + AT_ONCE_S
        for part in self.parts()[sent:]:
            try:
                await part.send()
            except RefusedError as error:
                if error.status >= AWAY:
                    raise
            sent += 1
            if time.monotonic() >= until:
                break
        return sent

    def _files(self) -> Iterator[Part]:
        for file in demo.files():
            send = self._call if file.parent.name == "greenhouse" else self._upload
            yield Part(file.name, partial(send, file))

    def _people(self) -> Iterator[Part]:
        for known in demo.people(self._today):
            yield Part("what its recruiters know", partial(self._tell, known))

    @property
    def _today(self) -> date:
        return day_of(self.settings.clock.now(), self.settings.zone)

    def _content(self, file: Path) -> bytes:
        return demo.dated(file.read_text(), self._today).encode()

    async def _call(self, file: Path) -> None:
        secret, content = self.settings.greenhouse_secret, self._content(file)
        headers = as_greenhouse(content, secret.get_secret_value() if secret else "")
        await self.services.deliver("/v1/feeds/greenhouse/webhook", content, headers)

    async def _upload(self, file: Path) -> None:
        """Until it was read: a file is a snapshot, and the next one is compared with it."""
        path, day = f"/v1/feeds/{file.parent.name}/files", demo.exported_on(file, self._today)
        begun = await self.services.upload(path, file.name, self._content(file), exported_on=str(day))
        await self._read(file.name, f"/v1/imports/{begun['import']}")

    async def _read(self, name: str, path: str) -> None:
        for _ in range(int(LONGEST_S / BEAT_S)):
            if (await self.services.get("ingest", path))["state"] != "reading":
                return
            await asyncio.sleep(BEAT_S)
        detail = f"{name} was not read within {LONGEST_S:.0f} seconds. Load it again in a moment."
        raise RefusedError(503, "Reading takes longer than usual.", detail)

    async def _tell(self, known: demo.Known) -> None:
        found = await self.services.get("ingest", f"/v1/feeds/{known.feed}/person", id=known.id)
        path = f"/v1/people/{found['person']}/facts"
        headers = {"Content-Type": "application/json", "Idempotency-Key": f"{demo.KEY} {path}"}
        await self.services.deliver(path, msgspec.json.encode(known.facts), headers)
