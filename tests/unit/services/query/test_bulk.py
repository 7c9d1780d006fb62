"""Rows are written in two ways, by how many there are; what stands in the tables is the same."""

from itertools import islice

import pytest
import sqlalchemy as sa
from vocabulary.installation import JANE, Installation, claimed, ids, planned

from services.query import filled
from services.query.bulk import FEW
from shared.facts.tasks import TaskMoved
from shared.isolation import blames_record
from shared.log.protocol import Record

TASKS = ids(range(100, 100 + 2 * FEW))


def moved(task: str, revision: int) -> TaskMoved:
    body = planned(task, revision)
    return TaskMoved(**{name: getattr(body, name) for name in body.__struct_fields__})


def records(here: Installation) -> list[Record]:
    """Both lanes of many tasks, the newer revision first for every second one."""
    bodies = []
    for number, task in enumerate(TASKS):
        lane = [planned(task), moved(task, 2)]
        bodies += [*(reversed(lane) if number % 2 else lane), claimed(1, task)]
    return [here.record(here.event(body)) for body in bodies]


def test_many_at_once_and_few_at_a_time_end_the_same(here: Installation) -> None:
    """And taking them again, either way, changes nothing."""
    every = records(here)
    here.take(every)
    together = here.rows()
    few = iter(every)
    here.drop()
    filled.prepare(here.parts, here.tables)
    while some := list(islice(few, FEW // 3)):
        here.take(some)
    assert here.rows() == together
    here.take(every)
    here.take(every[:3])
    assert here.rows() == together
    assert len(together["tasks"]) == len(TASKS)


def test_a_text_that_no_table_takes_is_refused_as_the_records_fault(here: Installation) -> None:
    """PostgreSQL keeps no NUL: the record goes to the quarantine, and the others go on."""
    with pytest.raises(sa.exc.DataError) as refused:
        here.project(planned(recruiter="ann\0@agency.example"), person=JANE)
    assert blames_record(refused.value)
