"""What is told of people who may be one."""

from datetime import date, datetime
from typing import Self

from pydantic import BaseModel, ConfigDict, Field

from services.ingest.identity.comparing import SideBySide
from services.ingest.identity.deciding import Decided
from services.ingest.identity.likeness.evidence import Evidence
from services.ingest.identity.reviews import Because, State


class RoleAnswer(BaseModel):
    """Where somebody works or worked, and as what."""

    model_config = ConfigDict(from_attributes=True)
    employer: str | None
    title: str | None
    since: date | None = Field(description="The day, or the first day of the month.")


class SideAnswer(BaseModel):
    """One of the two, as feeds tell of them; empty once they were absorbed."""

    person: str
    names: list[str]
    emails: list[str]
    phones: list[str]
    profiles: list[str]
    places: list[str]
    born: date | None
    roles: list[RoleAnswer]

    @classmethod
    def of(cls, person: str, known: Evidence) -> Self:
        """The answer about one side."""
        return cls(
            person=person,
            names=[called.name or called.given or "" for called in known.names],
            emails=list(known.emails),
            phones=list(known.phones),
            profiles=list(known.profiles),
            places=list(known.places),
            born=known.born,
            roles=[RoleAnswer.model_validate(role) for role in known.roles],
        )


class PartAnswer(BaseModel):
    """One comparison."""

    model_config = ConfigDict(from_attributes=True)
    part: str = Field(examples=["employer"])
    one: str = Field(description="As `person` has it.")
    other: str
    says: str = Field(description="How the two compare.", examples=["the same"])
    bits: float = Field(description="What it weighs, log2(m/u); below 0 it speaks against.", examples=[8.2])


class ReviewAnswer(BaseModel):
    """Two people who may be one."""

    review: str
    because: Because = Field(
        description="`likeness`, or `shared key`: one would have made them one, did nothing contradict."
    )
    state: State
    score: float = Field(description="The sum of all bits when they were looked at last.")
    opened_at: datetime
    decided_at: datetime | None
    person: SideAnswer
    other: SideAnswer = Field(description="Who was known before.")
    evidence: list[PartAnswer] = Field(description="What speaks for and against it now, by part.")

    @classmethod
    def of(cls, found: SideBySide) -> Self:
        """The answer about a review."""
        known = found.review
        return cls(
            review=known.id,
            because=known.because,
            state=known.state,
            score=round(known.score, 1),
            opened_at=known.opened_at,
            decided_at=known.decided_at,
            person=SideAnswer.of(known.person, found.person),
            other=SideAnswer.of(known.other, found.other),
            evidence=[PartAnswer.model_validate(part) for part in found.parts],
        )


class ReviewPage(BaseModel):
    """Some reviews, the surest first."""

    reviews: list[ReviewAnswer]
    next: str | None = Field(description="The cursor of the next page; nothing when this is the last.")


class DecisionAnswer(BaseModel):
    """What came of it."""

    review: str
    state: State
    person: str | None = Field(description="After a yes: who goes on.")
    version: str | None = Field(description="Give it as `min_version` to see what this changed.")

    @classmethod
    def of(cls, decided: Decided) -> Self:
        """The answer to a decision."""
        joined = decided.joined
        return cls(
            review=decided.review,
            state=decided.state,
            person=joined.person if joined else None,
            version=joined.version if joined else None,
        )
