"""Web hooks as the API tells them."""

from datetime import datetime
from typing import Annotated, Literal, Self

import sqlalchemy as sa
from pydantic import BaseModel, ConfigDict, Field

from services.query.api.listening import PersonLeft
from services.query.api.task_answers import TaskSummary
from services.query.hooks.sender import Answer
from shared.plain import PLAIN

Text = Annotated[str, Field(min_length=1, max_length=200, pattern=PLAIN)]


class HookForm(BaseModel):
    """What a web hook is to be."""

    model_config = ConfigDict(extra="forbid", title="NewHook")
    url: str = Field(
        min_length=1,
        max_length=2_000,
        description="Where messages are posted to; by https, and to no private network, unless the operator "
        "allows it.",
        examples=["https://example.com/afterhire"],
    )
    name: Text = Field(description="What it is for.", examples=["the data warehouse"])
    recruiter: Text | None = Field(None, description="Only of tasks that this recruiter should do.")
    play: Text | None = Field(None, description="Only of tasks of this play.")


class HookAnswer(BaseModel):
    """A web hook, and how it does."""

    model_config = ConfigDict(title="Hook", from_attributes=True)
    id: str
    url: str
    name: str
    recruiter: str | None
    play: str | None
    state: Literal["on", "stopped", "off"] = Field(
        description="`on`: it is told of each change, or tried again soon. `stopped`: it failed for five "
        "days and is tried once a day; what is taken then puts it on again. `off`: until it is started."
    )
    because: str | None = Field(
        description="Why it is stopped or off.", examples=["the token 'warehouse' was revoked"]
    )
    token: str | None = Field(
        description="The id of the token that added or started it, by whose right it is told: when that "
        "expires, is revoked or may no longer read, the hook is off. Nothing: the operator's, without end."
    )
    failed: int = Field(description="How many tries in a row failed.")
    failing_since: datetime | None
    next_at: datetime = Field(description="When it is tried again, or looked after, at the earliest.")
    created_at: datetime

    @classmethod
    def of(cls, row: sa.RowMapping) -> Self:
        """From its row."""
        return cls.model_validate({name: row[name] for name in HookAnswer.model_fields})


class NewHookAnswer(HookAnswer):
    """A web hook with a secret that was just made."""

    model_config = ConfigDict(title="MadeHook")
    secret: str = Field(description="By which its messages are signed, shown this once.")


class HooksAnswer(BaseModel):
    """The agency's web hooks."""

    model_config = ConfigDict(title="Hooks")
    hooks: list[HookAnswer] = Field(description="The oldest first.")


class DeliveryAnswer(BaseModel):
    """One try to send a message."""

    model_config = ConfigDict(title="Delivery")
    message: str = Field(description="The message's id, the header `webhook-id`: the same with each try.")
    type: Literal["task", "person.left", "ping"]
    task: str | None
    attempt: int
    at: datetime
    took_ms: int
    status: int | None = Field(description="What was answered; nothing when there was no answer.")
    error: str | None

    @classmethod
    def of(cls, row: sa.RowMapping) -> Self:
        """From its row."""
        return cls.model_validate({name: row[name] for name in cls.model_fields})


class DeliveriesAnswer(BaseModel):
    """A page of tries."""

    model_config = ConfigDict(title="Deliveries")
    deliveries: list[DeliveryAnswer]
    next: int | None = Field(description="Give it as `before` for the page that follows.")


class TaskMessage(BaseModel):
    """What a web hook posts: a task as it stands now."""

    type: Literal["task"]
    timestamp: datetime = Field(description="When it was sent.")
    data: TaskSummary


class PersonLeftMessage(BaseModel):
    """What a web hook posts: somebody was merged into another person, or erased."""

    type: Literal["person.left"]
    timestamp: datetime = Field(description="When it was sent.")
    data: PersonLeft


class PingAnswer(BaseModel):
    """What came of a try."""

    model_config = ConfigDict(title="Pinged")
    taken: bool
    status: int | None = Field(description="What was answered; nothing when there was no answer.")
    error: str | None
    took_ms: int

    @classmethod
    def of(cls, answer: Answer) -> Self:
        """From what the receiver did."""
        return cls(taken=answer.taken, status=answer.status, error=answer.error, took_ms=answer.took_ms)
