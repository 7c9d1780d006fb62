"""What every kind of statement says, and what its fields may hold."""

from abc import ABC, abstractmethod
from datetime import date
from typing import Annotated, ClassVar, NamedTuple

from pydantic import BaseModel, ConfigDict, Field

from services.ingest.dates import FIRST_YEAR
from shared.facts import Fact
from shared.plain import PLAIN

Words = Annotated[str, Field(min_length=1, max_length=10_000, pattern=PLAIN)]
"""Sealed as personal."""
LongWords = Annotated[str, Field(min_length=1, max_length=100_000, pattern=PLAIN)]
"""As long as a whole conversation; sealed, it is still a record that any broker takes."""
Short = Annotated[str, Field(min_length=1, max_length=200, pattern=PLAIN)]
Id = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._:/-]{0,99}$")]
"""Another system's id of something that is no person; it is not sealed."""
Link = Annotated[str, Field(pattern=r"^https?://[^\s/\x00-\x1f\x7f]+[^\s\x00-\x1f\x7f]*$", max_length=2_000)]
"""The address of a web page."""
Day = Annotated[date, Field(ge=date(FIRST_YEAR, 1, 1))]


class Said(NamedTuple):
    """What is known of a statement beside its words."""

    event: str
    """The id of its event."""
    on: date
    person: str
    """Who was named, also after a merge."""


class Statement(BaseModel, ABC):
    """What every kind says."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)
    last_word_holds: ClassVar[bool] = False
    """Whether the same words said again are news, since something else may have been said in between."""

    kind: str
    id: Short | None = Field(None, description="The teller's own id; under the same one it is told once.")
    on: Day | None = Field(None, description="The day on which it was so; none: today.")
    feed: Annotated[str, Field(pattern="^[a-z][a-z0-9_-]{0,49}$")] = Field(
        "recruiter", description="Who tells it: a recruiter, or the name of a tool.", examples=["recruiter"]
    )

    @abstractmethod
    def fact(self, said: Said) -> Fact:
        """The fact it becomes."""
