"""A desk's database that an older program wrote: what is new is added, and its tasks can be worked on."""

from collections.abc import Iterator
from datetime import date

import pytest
import sqlalchemy as sa
from vocabulary.handled import Clocked, fact, give, parts_of

from services.desk.commands import ClaimBest, Complete, Reassign
from services.desk.desk import Desk
from services.desk.handler import DeskHandler
from services.desk.tables import common, metadata
from shared.database import owning
from shared.envelope import computed_id
from shared.facts.tasks import TaskPlanned, TaskRevised

TASK = computed_id("task", 1)
NEW = (
    *("assignee", "assigned_to", "recruiter", "importance", "opens_on"),
    *("on_reply", "waits_since", "waits_by", "told"),
)
"""What the first program did not keep of a task."""


def planned(kind: type[TaskPlanned] | type[TaskRevised], revision: int) -> TaskPlanned | TaskRevised:
    return kind(
        task=TASK,
        revision=revision,
        play="share_a_resource",
        about="resource",
        occurrence="once",
        opens_on=date(2026, 3, 1),
        closes_on=date(2026, 3, 10),
        side="give",
        importance=3,
        recruiter="ann",
    )


@pytest.fixture
def parts(database_url: str) -> Iterator[Clocked]:
    with parts_of(database_url, "desk", metadata, common) as made:
        yield made


@pytest.fixture
def desk(parts: Clocked) -> Desk:
    """One with a task that an older program had kept."""
    made = Desk(parts.settings, parts.engine, parts.outbox, parts.clock)
    give(parts, DeskHandler(made), fact(planned(TaskPlanned, 1)))
    with owning(parts.engine) as connection:
        for name in NEW:
            connection.execute(sa.text(f"ALTER TABLE desk.tasks DROP COLUMN {name}"))
        connection.execute(sa.text("DROP TABLE desk.handovers"))
    parts.prepare()
    return made


def test_its_tasks_can_be_worked_on_by_name(desk: Desk) -> None:
    """All that was known of them still is."""
    assert desk.do(TASK, Reassign("ann", "bob")).recruiter == "bob"
    assert desk.do(TASK, Complete("bob", "sent")).state == "completed"


def test_they_are_in_the_queue_once_rules_speak_of_them_again(parts: Clocked, desk: Desk) -> None:
    """Until then it is not known when they open."""
    assert desk.claim_best(ClaimBest("ann", 1)) == []
    give(parts, DeskHandler(desk), fact(planned(TaskRevised, 2), after=1))
    assert [answer.recruiter for answer in desk.claim_best(ClaimBest("ann", 1))] == ["ann"]
