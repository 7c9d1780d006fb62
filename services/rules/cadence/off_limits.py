"""Off limits: the staff of a client is not told of other jobs."""

from collections.abc import Iterator
from datetime import date

from services.rules.cadence.bounds import NotBefore
from services.rules.person import Person
from services.rules.person.career import Post
from services.rules.playbook import Playbook
from services.rules.plays import PLAYS
from services.rules.proposal import days_after
from shared.employers import same_employer
from shared.facts.tasks import TaskState

OFF_LIMITS = "off-limits"


def not_before(task: TaskState, person: Person, playbook: Playbook) -> NotBefore | None:
    """From when on the person may be told of jobs; `None` when at any time, or when it speaks of none."""
    play = PLAYS.get(task.play)
    if play is None or not play.opportunity or person.post is None:
        return None
    last = max(_periods(person.post, playbook), default=None)
    if last is None:
        return None
    why = f"{person.post.employer or 'their employer'} is a client off limits until {last}"
    return NotBefore(days_after(last, 1), OFF_LIMITS, why)


def _periods(post: Post, playbook: Playbook) -> Iterator[date]:
    """The last days of the off-limits periods of their employer."""
    rule = playbook.off_limits
    if post.placement and post.begun:
        yield days_after(post.begun, rule.placed_days)
    for client, last in rule.clients.items():
        if same_employer(client, post.employer):
            yield last
