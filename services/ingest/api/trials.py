"""A dry run of a file: what would be understood of it, and nothing of it taken."""

from typing import Any, Literal, Self

import msgspec
from fastapi import Request
from pydantic import BaseModel, Field
from starlette.concurrency import run_in_threadpool

from services.ingest import archives, mappings, trial
from services.ingest.api import receiving
from services.ingest.api.answers import ProblemAnswer
from services.ingest.api.inbox import Inbox
from services.ingest.files import headings, looking
from services.ingest.files.columns import Columns, Meanings
from services.ingest.files.looking import Looked
from services.ingest.payload import decode
from services.ingest.reading import FileFeed, Source
from services.ingest.trial import Trial, Understood
from services.ingest.uploads import File
from shared.clock import day_of
from shared.database import transaction
from shared.errors import UnreadableError
from shared.facts import Fact, kind_of_body
from shared.facts.spans import Span

Json = dict[str, Any]
EMPTY: tuple[object, ...] = (None, [], ())
"""Parts of a fact that say nothing."""


class HeadingAnswer(BaseModel):
    """One heading of the file, in its order."""

    heading: str
    column: str | None = Field(
        description="The feed's column that it was matched with; null: it is not read."
    )
    by: Literal["name", "mapping"] | None = Field(
        description="What says so: its name, or the mapping; null: nothing does, for it is not known."
    )


class FactAnswer(BaseModel):
    """A fact as it would be told."""

    type: str = Field(examples=["placement.started"])
    says: Json


class RowAnswer(BaseModel):
    """A row as it was understood."""

    row: int
    columns: dict[str, str] = Field(description="What stands under each column that says something.")
    facts: list[FactAnswer] = Field(description="What it would say, were nothing known before.")

    @classmethod
    def of(cls, understood: Understood) -> Self:
        """The answer about one row."""
        cells = {column: cell for column, cell in understood.cells.items() if cell}
        return cls(row=understood.row, columns=cells, facts=list(map(_fact, understood.facts)))


class TrialAnswer(BaseModel):
    """What would be understood of a file. Nothing of it was stored."""

    feed: str
    problem: ProblemAnswer | None = Field(description="Why none of it can be read, where that is so.")
    headings_row: int | None = Field(
        description="The row of the headings, or the one most like them, as a person counts."
    )
    sheet: str | None = Field(description="Of a workbook: the sheet they stand in.")
    headings: list[HeadingAnswer]
    missing: list[str] = Field(description="Columns without which the file says nothing.")
    absent: list[str] = Field(description="Columns that it could have and has not.")
    taken: int = Field(description="Rows that would be taken.")
    refused: int = Field(description="Rows that would go to quarantine.")
    whole: bool = Field(description="False when the file has more rows than a dry run reads.")
    rows: list[RowAnswer] = Field(description="The first rows that would be taken.")
    problems: list[ProblemAnswer] = Field(description="The first rows that would be refused.")

    @classmethod
    def of(cls, columns: Columns, looked: Looked, tried: Trial) -> Self:
        """The answer to a dry run."""
        found = trial.found(looked)
        names = found.names if found else ()
        return cls(
            feed=columns.feed.name,
            problem=_problem(looked),
            headings_row=found.row if found else None,
            sheet=found.sheet if found else None,
            headings=[_heading(columns, name) for name in names if name][: headings.MOST_COLUMNS],
            missing=columns.missing(names),
            absent=_absent(columns, names),
            taken=tried.taken,
            refused=tried.refused,
            whole=tried.whole,
            rows=list(map(RowAnswer.of, tried.shown)),
            problems=[ProblemAnswer(**refusal._asdict()) for refusal in tried.refusals],
        )


async def attempt(feed: FileFeed, inbox: Inbox, request: Request) -> TrialAnswer:
    """Try the form's file, with the form's mapping where it gives one, else with the one saved."""
    async with receiving.form(inbox, request) as form:
        file, given = receiving.file(form), form.get("mapping")
        mapping = _mapping(feed, given) if isinstance(given, str) and given.strip() else None
        return await run_in_threadpool(_unpacked, inbox, feed, file, mapping)


def _mapping(feed: FileFeed, given: str) -> Meanings:
    try:
        return mappings.checked(feed, decode(given.encode(), dict[str, str | None]))
    except UnreadableError as error:
        raise UnreadableError(error.reason, field=error.field or "mapping") from None


def _unpacked(inbox: Inbox, feed: FileFeed, file: File, mapping: Meanings | None) -> TrialAnswer:
    with archives.first(feed, file, inbox.settings.file_bytes) as (of, inside):
        return _attempt(inbox, of, inside, mapping)


def _attempt(inbox: Inbox, feed: FileFeed, file: File, mapping: Meanings | None) -> TrialAnswer:
    if mapping is None:
        with transaction(inbox.parts.engine) as connection:
            mapping = mappings.of(connection, inbox.parts.agency, feed.name)
    columns = Columns(feed, mapping)
    looked = looking.look(columns, file.pieces(), file.content)
    file.content.seek(0)
    now = inbox.parts.clock.now()
    day = file.day or day_of(now, inbox.settings.zone)
    tried = trial.run(columns, looked, file.again, Source(inbox.parts.agency, looked.digest, now, day))
    return TrialAnswer.of(columns, looked, tried)


def _problem(looked: Looked) -> ProblemAnswer | None:
    error = looked.headings
    if not isinstance(error, UnreadableError):
        return None
    return ProblemAnswer(reason=error.reason, field=error.field, row=None)


def _heading(columns: Columns, name: str) -> HeadingAnswer:
    column = columns.of(name)
    by: Literal["name", "mapping"] | None = "name" if column else None
    if columns.said_of(name):
        by = "mapping"
    return HeadingAnswer(heading=name[: headings.LONGEST_SHOWN], column=column, by=by)


def _absent(columns: Columns, names: tuple[str, ...]) -> list[str]:
    there = columns.present(names) | columns.needed(names)
    return [column for column in columns.feed.columns if column not in there and _is_read(columns, column)]


def _is_read(columns: Columns, column: str) -> bool:
    return columns.feed.kept is None or column in columns.feed.kept


def _fact(body: Fact) -> FactAnswer:
    said = {name: _word(value) for name, value in msgspec.structs.asdict(body).items()}
    return FactAnswer(
        type=kind_of_body(body).name, says={name: one for name, one in said.items() if one not in EMPTY}
    )


def _word(value: object) -> object:
    """A part of a fact as JSON, a span in words."""
    return str(value) if isinstance(value, Span) else msgspec.to_builtins(value)
