"""In which orders tasks are listed, and where a page of each ends."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

import msgspec
import sqlalchemy as sa

from services.query.cursor import SMALL, QueuePlace
from shared.cursor import BrokenCursorError, place_of

QUEUE = ("importance", "closes_on", "person", "task")
"""The order of the queue."""


class Sort(StrEnum):
    """By what tasks are sorted; what is alike in it, by importance, highest first."""

    IMPORTANCE = "importance"
    """The order of the queue: the most important first, then what closes soonest."""
    CLOSES_ON = "closes_on"
    OPENS_ON = "opens_on"
    OPENED_LAST = "-opens_on"
    DONE_LAST = "-done_on"
    """What was done last comes first, and what was not done last."""


class SortedPlace(msgspec.Struct, array_like=True, forbid_unknown_fields=True, frozen=True):
    """The last task of a page that is sorted by a day; none: the first day there is."""

    sort: Sort
    on: date
    importance: Annotated[int, msgspec.Meta(ge=-SMALL, lt=SMALL)]
    person: UUID
    task: UUID


Place = QueuePlace | SortedPlace


def place_in(cursor: str, sort: Sort) -> Place:
    """The place a cursor of this order stands for. Raises `BrokenCursorError`, for another order's too."""
    if sort is Sort.IMPORTANCE:
        return place_of(cursor, QueuePlace)
    found = place_of(cursor, SortedPlace)
    if found.sort is not sort:
        raise BrokenCursorError(f"expected a cursor of the order {sort}, found one of {found.sort}")
    return found


def order(task: sa.FromClause, sort: Sort) -> list[sa.ColumnElement[Any]]:
    """What a query of tasks, or of a page of them, is ordered by."""
    keys = _keys(task, sort)
    return [key.desc() for key in keys] if _falls(sort) else keys


def beyond(task: sa.FromClause, sort: Sort, place: Place) -> sa.ColumnElement[bool]:
    """Whether a task comes after a place."""
    keys = _keys(task, sort)
    last = sa.tuple_(*_values(sort, place), types=[key.type for key in keys])
    return sa.tuple_(*keys) < last if _falls(sort) else sa.tuple_(*keys) > last


def place_at(row: Any, sort: Sort) -> Place:  # noqa: ANN401 - a row, whatever its kind
    """The place of a task."""
    person, task = UUID(row["person"]), UUID(row["task"])
    if sort is Sort.IMPORTANCE:
        return QueuePlace(row["importance"], row["closes_on"], person, task)
    return SortedPlace(sort, row[_day(sort)] or date.min, row["importance"], person, task)


def _keys(task: sa.FromClause, sort: Sort) -> list[sa.ColumnElement[Any]]:
    c = task.c
    if sort is Sort.IMPORTANCE:
        return [c[name] for name in QUEUE]
    importance = -c.importance if _falls(sort) else c.importance
    day = sa.func.coalesce(c.done_on, date.min) if sort is Sort.DONE_LAST else c[_day(sort)]
    return [day, importance, c.person, c.task]


def _values(sort: Sort, place: Place) -> tuple[object, ...]:
    ids = str(place.person), str(place.task)
    if isinstance(place, QueuePlace):
        return place.importance, place.closes_on, *ids
    return place.on, -place.importance if _falls(sort) else place.importance, *ids


def _day(sort: Sort) -> str:
    return sort.removeprefix("-")


def _falls(sort: Sort) -> bool:
    return sort.startswith("-")
