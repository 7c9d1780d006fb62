"""What a task is today: made of both lanes and the calendar, each time it is read."""

from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa

from shared.facts.outreach import (
    Outreach,
    OutreachClaimed,
    OutreachCompleted,
    OutreachDismissed,
    OutreachExtended,
    OutreachReassigned,
    OutreachSnoozed,
)
from shared.facts.tasks import TaskExpired, TaskFlagged, TaskHeldBack, TaskState, TaskWithdrawn


class State(StrEnum):
    """One word for where a task stands."""

    PLANNED = "planned"
    """Its window is still ahead."""
    OPEN = "open"
    CLAIMED = "claimed"
    SNOOZED = "snoozed"
    COMPLETED = "completed"
    DISMISSED = "dismissed"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    HELD_BACK = "held_back"


TO_DO = frozenset({State.PLANNED, State.OPEN, State.CLAIMED, State.SNOOZED})
"""What is still to be done, sooner or later."""
DUE = frozenset({State.OPEN, State.CLAIMED})
LIVE = TO_DO | {State.HELD_BACK}
"""All of these have `live` set in the table, so that its index serves them."""


def state_on(task: sa.FromClause, today: date, now: datetime) -> sa.ColumnElement[str]:
    """The state of a task on a day, with leases as they run at `now`.

    What recruiters finished wins over all, and a claim over what crossed it: nothing is pulled away from its
    holder in silence.
    """
    c = task.c
    return sa.case(
        (c.dealt == "completed", State.COMPLETED.value),
        (c.dealt == "dismissed", State.DISMISSED.value),
        (holds(task, now), State.CLAIMED.value),
        (c.status.in_(["withdrawn", "flagged"]), State.WITHDRAWN.value),
        ((c.status == "expired") | (c.closes_on < today), State.EXPIRED.value),
        (c.status == "held_back", State.HELD_BACK.value),
        (c.opens_on > today, State.PLANNED.value),
        (c.snoozed_until > today, State.SNOOZED.value),
        else_=State.OPEN.value,
    )


def in_states(
    task: sa.FromClause, states: frozenset[State], today: date, now: datetime
) -> list[sa.ColumnElement[bool]]:
    """What holds of the tasks that are in one of these states.

    Said as what they are not: PostgreSQL takes it that few rows equal what it has to work out for each, and
    would sort all of a queue to find a page of it that an index has in its order.
    """
    found = state_on(task, today, now).not_in([state.value for state in State if state not in states])
    return [found, task.c.live] if states <= LIVE else [found]


def holds(task: sa.FromClause, now: datetime) -> sa.ColumnElement[bool]:
    """Whether somebody's claim lasts."""
    return sa.and_(task.c.dealt == "claimed", task.c.lease_until > now)


def state_of(told: TaskState, dealing: Outreach | None, day: date, at: datetime) -> State:  # noqa: PLR0911
    """The same as `state_on` has it for rows, of a task as its events tell it; a test holds them together."""
    match dealing:
        case OutreachCompleted():
            return State.COMPLETED
        case OutreachDismissed():
            return State.DISMISSED
        case OutreachClaimed(until=until) | OutreachExtended(until=until) if until > at:
            return State.CLAIMED
    match told:
        case TaskWithdrawn() | TaskFlagged():
            return State.WITHDRAWN
        case _ if isinstance(told, TaskExpired) or told.closes_on < day:
            return State.EXPIRED
        case TaskHeldBack():
            return State.HELD_BACK
    if told.opens_on > day:
        return State.PLANNED
    hidden = _hidden_until(dealing)
    return State.SNOOZED if hidden is not None and hidden > day else State.OPEN


def _hidden_until(dealing: Outreach | None) -> date | None:
    match dealing:
        case OutreachSnoozed(until=until) | OutreachReassigned(snoozed_until=until):
            return until
        case _:
            return None
