"""What is told of, and asked for, what could not be read."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Self
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from services.ingest.api.answers import WORDS
from services.ingest.mending import Content, Whole
from services.ingest.quarantined import Line, Wanted
from services.ingest.rowstore import Outcome
from shared.parked import State

LARGEST = 5_000_000
MOST_CELLS = 500
Part = Annotated[str, Field(max_length=200, pattern=r"^[^\x00]+$")]
Cell = Annotated[str, Field(max_length=100_000, pattern=r"^[^\x00]*$")]


class FilterQuestion(BaseModel):
    """Which records; what is not given does not matter."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)
    feed: Part | None = None
    reason: Part | None = Field(None, description="A part of it.")
    field: Part | None = Field(None, description="The path of a field in a payload, or a file's column.")
    upload: UUID | None = Field(None, alias="import", description="Rows of this file.")
    parked_before: AwareDatetime | None = None
    parked_after: AwareDatetime | None = None

    def wanted(self) -> Wanted:
        """As the quarantine is asked."""
        upload = str(self.upload) if self.upload else None
        return Wanted(self.feed, self.reason, self.field, upload, self.parked_before, self.parked_after)


class MendQuestion(BaseModel):
    """What is to be read instead."""

    model_config = ConfigDict(extra="forbid")
    payload: str | None = Field(None, max_length=LARGEST, description="Of a web hook: all of it.")
    cells: dict[Part, Cell] = Field(
        {},
        max_length=MOST_CELLS,
        description="Of a row of a file: the cells that are others, by their heading. A row that could not "
        "be taken apart is told cell by cell, by the feed's names of its columns.",
    )


class RecordAnswer(BaseModel):
    """A record that could not be read, without its content."""

    record: str
    state: State = Field(
        description="`parked`, or what was asked for and is about to be done, or has become."
    )
    origin: str = Field(examples=["placements row 17"])
    feed: str | None
    import_: str | None = Field(serialization_alias="import")
    row: int | None
    field: str | None
    reason: str
    attempts: int = Field(description="How often it was refused.")
    parked_at: datetime

    @classmethod
    def of(cls, line: Line) -> Self:
        """The answer about a record."""
        return cls(
            import_=line.upload, **{name: value for name, value in line._asdict().items() if name != "upload"}
        )


class KindAnswer(BaseModel):
    """How many records have the same trouble."""

    feed: str | None
    field: str | None
    reason: str
    records: int


class QuarantinePage(BaseModel):
    """Some records, the newest first."""

    records: list[RecordAnswer]
    kinds: list[KindAnswer] = Field(description="What fits the filter, by trouble, the most frequent first.")
    next: str | None = Field(description="The cursor of the next page; nothing when this is the last.")

    @classmethod
    def of(
        cls,
        found: Sequence[Line],
        kinds: Mapping[tuple[str | None, str | None, str], int],
        following: str | None,
    ) -> Self:
        """The answer about a page."""
        counted = [
            KindAnswer(feed=feed, field=field, reason=reason, records=many)
            for (feed, field, reason), many in kinds.items()
        ]
        return cls(records=[RecordAnswer.of(line) for line in found], kinds=counted, next=following)


class CellAnswer(BaseModel):
    """One cell of a row."""

    heading: str
    text: str


class ContentAnswer(BaseModel):
    """What a record holds: a payload, or cells, or a line that could not be taken apart."""

    payload: str | None
    cells: list[CellAnswer] | None
    line: str | None

    @classmethod
    def of(cls, content: Content | None) -> Self | None:
        """The answer about a content."""
        if content is None:
            return None
        cells = content.cells
        told = None if cells is None else [CellAnswer(heading=name, text=text) for name, text in cells]
        return cls(payload=content.payload, cells=told, line=content.line)


class WholeAnswer(BaseModel):
    """A record with what it holds."""

    record: RecordAnswer
    original: ContentAnswer | None = Field(
        description="As it came; nothing of a whole file, of a record of the log, and of what was cleared."
    )
    current: ContentAnswer | None = Field(description="As it would be read now, after it was mended.")
    mended_at: list[datetime] = Field(description="When it was mended, the first time first.")
    columns: list[str] = Field(description="What its feed calls the columns of a file.")

    @classmethod
    def of(cls, found: Whole) -> Self:
        """The answer about one record."""
        return cls(
            record=RecordAnswer.of(found.line),
            original=ContentAnswer.of(found.original),
            current=ContentAnswer.of(found.current),
            mended_at=[each.at for each in found.mended],
            columns=list(found.columns),
        )


class MendedAnswer(BaseModel):
    """What became of a record that was mended."""

    record: str
    outcome: str = Field(description="`new`; `known`: it said nothing new; `quarantined`: and why.")
    reason: str | None
    field: str | None
    version: str | None = Field(description="Give it as `min_version` to see what this changed.")

    @classmethod
    def of(cls, record: str, outcome: Outcome) -> Self:
        """The answer to a mending."""
        word = WORDS.get(outcome.state, str(outcome.state))
        return cls(
            record=record,
            outcome=word,
            reason=outcome.reason,
            field=outcome.field,
            version=outcome.version,
        )


class AskedAnswer(BaseModel):
    """How many records it was asked for."""

    asked: int
