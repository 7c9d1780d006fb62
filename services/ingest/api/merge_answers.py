"""What is told of merges, and of what waits since one was undone."""

from datetime import datetime
from typing import Any, Self

import msgspec
from pydantic import BaseModel, ConfigDict, Field

from services.ingest.api.review_answers import SideAnswer
from services.ingest.identity.assigning import Shown as Question
from services.ingest.identity.merges import State
from services.ingest.identity.undoable import Foreseen, Shown
from shared.envelope import Event


class MergeShown(BaseModel):
    """A merge there was."""

    merge: str
    by: str = Field(description="`recruiter`, or the feed that reported it.", examples=["greenhouse"])
    at: datetime
    state: State
    undone_at: datetime | None
    person: SideAnswer = Field(description="Who turned out to be the other, by what was told of them alone.")
    into: SideAnswer

    @classmethod
    def of(cls, found: Shown) -> Self:
        """The answer about a merge."""
        known = found.merge
        return cls(
            merge=known.id,
            by=known.by,
            at=known.at,
            state=known.state,
            undone_at=known.undone_at,
            person=SideAnswer.of(known.person, found.person),
            into=SideAnswer.of(known.into, found.into),
        )


class MergePage(BaseModel):
    """Some merges, the newest first."""

    merges: list[MergeShown]
    next: str | None = Field(description="The cursor of the next page; nothing when this is the last.")


class MergeForeseen(BaseModel):
    """A merge, and what undoing it would do."""

    merge: MergeShown
    anew: int = Field(description="How many people would go on under a new id; 0 when it is undone already.")
    waits: int = Field(description="How much would have to be assigned to one of the two by a person.")

    @classmethod
    def of(cls, found: Foreseen) -> Self:
        """The answer about one merge."""
        return cls(merge=MergeShown.of(found.shown), anew=found.anew, waits=found.waits)


class UndoAnswer(BaseModel):
    """What came of it."""

    model_config = ConfigDict(from_attributes=True)
    merge: str
    person: str = Field(description="Who had been absorbed, under their new id.")
    into: str = Field(description="Who had gone on, under their new id.")
    new: bool = Field(description="False when it was undone already.")
    version: str | None = Field(description="Give it as `min_version` to see what this changed.")


class WaitingFact(BaseModel):
    """One fact that waits."""

    event: str
    type: str = Field(examples=["outreach.completed"])
    occurred: str
    source: str
    says: dict[str, Any] = Field(description="What it tells, without what is empty.")

    @classmethod
    def of(cls, event: Event) -> Self:
        """The answer about a fact."""
        fields = msgspec.to_builtins(event.body)
        says = {name: value for name, value in fields.items() if value not in (None, "", [], {})}
        return cls(event=event.id, type=event.type, occurred=event.occurred, source=event.source, says=says)


class UnassignedAnswer(BaseModel):
    """What was told of two people while they were one, and waits for a word of whom it was."""

    id: str
    opened_at: datetime
    reason: str
    between: list[str] = Field(description="The two, as they are called now.")
    facts: list[WaitingFact]

    @classmethod
    def of(cls, found: Question) -> Self:
        """The answer about one question."""
        return cls(
            id=found.waiting.id,
            opened_at=found.waiting.opened_at,
            reason="it was told by name while the two were one person, so that it may be of either",
            between=list(found.between),
            facts=[WaitingFact.of(event) for event in found.facts],
        )


class UnassignedPage(BaseModel):
    """Some of them, the longest waiting first."""

    unassigned: list[UnassignedAnswer]
    next: str | None = Field(description="The cursor of the next page; nothing when this is the last.")


class AssignedAnswer(BaseModel):
    """What came of it."""

    model_config = ConfigDict(from_attributes=True)
    id: str
    to: str = Field(description="Whose it is, as they are called now.")
    version: str = Field(description="Give it as `min_version` to see what this changed.")
