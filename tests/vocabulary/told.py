"""Somebody who is told by a web hook of what changes, and the parts that tell them."""

import threading
from datetime import timedelta
from typing import Any

from vocabulary.installation import Installation
from vocabulary.receiver import Receiver

from services.query.hooks import tables
from services.query.hooks.deliverer import Deliverer
from services.query.hooks.register import Register, Wish
from services.query.hooks.sender import Sender
from shared.clock import SystemClock
from shared.database import prepare


class MovedClock(SystemClock):
    """The real clock, moved on by a test."""

    def advance(self, by: timedelta) -> None:
        """Let time pass."""
        object.__setattr__(self, "shift", self.shift + by)


class Told:
    """An installation with one web hook and whom it tells."""

    def __init__(self, here: Installation, receiver: Receiver) -> None:
        prepare(here.parts.engine, tables.metadata)
        self.here, self.receiver, self.clock = here, receiver, MovedClock()
        self.register = Register(here.store, self.clock)
        self.sender = Sender(private=True)
        self.deliverer = Deliverer(self.register, self.sender)
        self.id, self.secret = "", ""

    def add(self, **wish: str) -> str:
        """Add a web hook."""
        row, self.secret = self.register.add(Wish(self.receiver.url, "test", **wish))
        self.id = str(row["id"])
        return self.id

    def work(self) -> None:
        """Tell what is to be told by now."""
        self.clock.advance(timedelta(seconds=1))
        while self.deliverer.round(threading.Event()):
            pass

    def hook(self) -> Any:  # noqa: ANN401 - JSON
        """How the hook stands, as the API tells it."""
        return self.here.client().get(f"/v1/hooks/{self.id}").json()

    def log(self) -> list[tuple[str, int, int | None]]:
        """What was tried: type, attempt, status; the oldest first."""
        found = self.here.client().get(f"/v1/hooks/{self.id}/deliveries").json()["deliveries"]
        return [(one["type"], one["attempt"], one["status"]) for one in reversed(found)]
