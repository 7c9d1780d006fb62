"""What a web hook says: a message as Standard Webhooks has it, signed.

https://www.standardwebhooks.com, specification of 2024.
"""

import secrets
from base64 import b64encode
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Literal, NamedTuple

import msgspec
from standardwebhooks import Webhook

from services.query.api.task_answers import summary
from services.query.changes import Change, Departure

SECRET_BYTES = 32
Said = Literal["task", "person.left", "ping"]


class Message(NamedTuple):
    """One message, the same however often it is sent."""

    id: str
    type: Said
    data: dict[str, object]
    task: str | None = None

    def body(self, now: datetime) -> bytes:
        """The message as JSON, sent at this moment."""
        moment = now.astimezone(UTC).isoformat(timespec="seconds")
        return msgspec.json.encode({"type": self.type, "timestamp": moment, "data": self.data})


def message_of(change: Change) -> Message:
    """A change as the stream of server-sent events has it; its id says which change, by its transaction."""
    place, what = change.place, change.what
    if isinstance(what, Departure):
        return Message(f"msg_{place.transaction}_{what.person}", "person.left", dict(what._asdict()))
    told = summary(what)
    id_ = f"msg_{place.transaction}_{told.person}_{told.task}"
    return Message(id_, "task", told.model_dump(mode="json"), told.task)


def ping(number: str) -> Message:
    """A message that says nothing, to try an address with."""
    return Message(f"msg_{number}", "ping", {})


def new_secret() -> str:
    """32 random bytes, as Standard Webhooks writes them."""
    return f"whsec_{b64encode(secrets.token_bytes(SECRET_BYTES)).decode()}"


def signed(id_: str, body: bytes, now: datetime, by: Iterable[str]) -> dict[str, str]:
    """The headers that go with a body: its id, the moment, and a signature by each of the secrets."""
    moment = now.astimezone(UTC)
    signatures = (Webhook(secret).sign(id_, moment, body.decode()) for secret in by)
    return {
        "webhook-id": id_,
        "webhook-timestamp": f"{int(moment.timestamp())}",
        "webhook-signature": " ".join(signatures),
    }
