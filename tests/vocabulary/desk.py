"""The vocabulary of the tests of what may be done with a task: one that is open, and what becomes of it."""

from datetime import UTC, date, datetime, timedelta

from services.desk.commands import Command
from services.desk.deciding import When, decide
from services.desk.saying import word_of
from services.desk.task import Task

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
LEASE = timedelta(hours=1)
OPEN = Task("demo", "person", "task", play="check_in", revision=1, planned=True, closes_on=date(2026, 3, 10))


def at(now: datetime) -> When:
    return When(now, now.date(), LEASE)


def after(task: Task, *commands: Command, now: datetime = NOW) -> Task:
    """The task after these commands."""
    for command in commands:
        task = word_of(task, decide(task, command, at(now)), command, now).task
    return task
