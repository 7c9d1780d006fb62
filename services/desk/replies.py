"""What somebody's answer does to the tasks that wait for it. Pure."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from services.desk.task import Said, Task
from shared.clock import day_of
from shared.envelope import Event
from shared.facts.contacts import ContactLogged
from shared.facts.outreach import ANSWERED, OutreachCompleted, OutreachUnsnoozed


class Reply(NamedTuple):
    """That a person answered."""

    person: str
    fact: str
    recorded_at: datetime
    on: date
    channel: str
    task: str | None = None
    """The task on whose completion it was told."""


def reply_of(event: Event) -> Reply | None:
    """The answer that a fact tells of; a contact somewhere else does, or what came of another task."""
    said = (event.subject, event.id, event.recorded_at)
    match event.body:
        case ContactLogged(answered=True, on=on, channel=channel):
            return Reply(*said, on, channel)
        case OutreachCompleted(outcome=outcome, on=on, channel=channel, task=task) if outcome in ANSWERED:
            return Reply(*said, on, channel, task)
        case _:
            return None


def answered(
    tasks: Iterable[Task], replies: Iterable[Reply], today: date, zone: ZoneInfo
) -> Iterator[tuple[Task, Said, Reply]]:
    """What becomes of tasks that wait: the first answer that came since does what its recruiter wanted."""
    all_replies = list(replies)
    for task in tasks:
        heard = (reply for reply in all_replies if _answers(reply, task, today, zone))
        if reply := next(heard, None):
            yield task, _said(task, reply), reply


def _answers(reply: Reply, task: Task, today: date, zone: ZoneInfo) -> bool:
    """Not what was said before somebody began to wait, though a feed may tell of it only now."""
    if task.on_reply is None or task.waits_since is None or task.snoozed_until is None:
        return False
    waits = task.snoozed_until > today and reply.person == task.person and reply.task != task.task
    later = reply.recorded_at > task.waits_since and reply.on >= day_of(task.waits_since, zone)
    return waits and later


def _said(task: Task, reply: Reply) -> Said:
    by, version = task.waits_by or "", task.version + 1
    if task.on_reply == "return":
        return OutreachUnsnoozed(task=task.task, version=version, by=by, reply=reply.fact)
    return OutreachCompleted(
        task=task.task,
        version=version,
        by=by,
        play=task.play,
        outcome="replied",
        on=reply.on,
        about=task.about,
        channel=reply.channel,
    )
