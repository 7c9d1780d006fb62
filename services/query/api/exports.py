"""GET /v1/tasks/export: everything a listing would show, in one answer, as lines."""

import csv
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from datetime import date
from enum import StrEnum
from io import StringIO
from itertools import chain
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from fastapi.responses import Response

from services.query.api.asked import Caught
from services.query.api.fields import fields_of
from services.query.api.filters import filters
from services.query.api.streaming import Places, Streamed, off_loop
from services.query.api.task_answers import TaskSummary, summary
from services.query.exporting import Export
from services.query.queue import Queue, Task, Wanted

MOST_AT_ONCE = 4
"""Each keeps a snapshot and two connections."""
COLUMNS = tuple(TaskSummary.model_fields)
FORMULA = tuple("=+-@＝＋－＠")  # noqa: RUF001 - spreadsheets take the full-width signs as well
"""What a cell begins with that a spreadsheet would calculate (OWASP, CSV injection)."""
BLANK = tuple("\t\r\n")


class Format(StrEnum):
    """How the lines are written."""

    CSV = "csv"
    NDJSON = "ndjson"


MEDIA = {Format.CSV: "text/csv; charset=utf-8; header=present", Format.NDJSON: "application/x-ndjson"}
LINES: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "A line for each task, the most important first; one that breaks off is not whole.",
        "content": {
            "text/csv": {"schema": {"type": "string"}, "example": ",".join(COLUMNS) + "\r\n"},
            "application/x-ndjson": {"schema": {"$ref": "#/components/schemas/TaskSummary"}},
        },
    }
}
WrittenAs = Annotated[
    Format,
    Query(
        alias="format",
        description="`ndjson`: a task as JSON in each line. `csv`: with a line of names, by RFC 4180; a text "
        "that a spreadsheet would take for a formula has an apostrophe before it.",
    ),
]


def router(queue: Callable[[], Queue], seen: Caught) -> APIRouter:
    """The routes of this resource; to be added before those of `tasks`, where `export` would be an id."""
    routes = APIRouter(prefix="/v1/tasks", tags=["tasks"], dependencies=[Depends(seen)])
    places, asked, shown = Places(MOST_AT_ONCE), Depends(filters(queue)), Depends(fields_of(TaskSummary))

    @routes.get(
        "/export",
        summary="All of the queue in one answer, as it stands at one moment.",
        response_class=Response,
        responses=LINES,
    )
    def export(
        wanted: Wanted = asked,
        written_as: WrittenAs = Format.NDJSON,
        fields: frozenset[str] | None = shown,
    ) -> Response:
        columns = [name for name in COLUMNS if fields is None or name in fields]
        release = places.take()
        try:
            batches = Export(queue()).batches(wanted)
            return _answer(batches, written_as, columns, queue().store.today(), release)
        except BaseException:
            release()
            raise

    return routes


def _answer(
    batches: Generator[list[Task]],
    written_as: Format,
    columns: Sequence[str],
    day: date,
    release: Callable[[], None],
) -> Response:
    """Begins only once the first batch is there: until then a problem can still be told."""
    first = next(batches, [])
    write = ndjson_lines if written_as is Format.NDJSON else csv_lines
    answer = Streamed(
        off_loop(write(chain([first], batches), columns), batches.close),
        media_type=MEDIA[written_as],
        headers={"Content-Disposition": f'attachment; filename="tasks-{day}.{written_as}"'},
    )
    answer.release = release
    return answer


def ndjson_lines(batches: Iterable[Sequence[Task]], columns: Sequence[str] = COLUMNS) -> Iterator[bytes]:
    """A task in each line, as the listing has it."""
    for tasks in batches:
        lines = (summary(task).model_dump_json(include={*columns}) for task in tasks)
        yield "".join(f"{line}\n" for line in lines).encode()


def csv_lines(batches: Iterable[Sequence[Task]], columns: Sequence[str] = COLUMNS) -> Iterator[bytes]:
    """A line of names, then a task in each; nothing in them is calculated by a spreadsheet."""
    yield _written([columns])
    for tasks in batches:
        rows = (summary(task).model_dump(mode="json") for task in tasks)
        yield _written([_harmless(row[name]) for name in columns] for row in rows)


def _written(rows: Iterable[Sequence[object]]) -> bytes:
    text = StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()


def _harmless(value: object) -> object:
    if isinstance(value, str) and (value.startswith(BLANK) or value.lstrip().startswith(FORMULA)):
        return f"'{value}"
    return value
