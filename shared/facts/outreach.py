"""What recruiters did with tasks, and what they heard. `version` counts the desk's changes of one task."""

from datetime import date, datetime

from shared.facts.registry import Fact, event

OUTCOMES = ("sent", "replied", "met", "no_answer", "declined")
"""How a completed task ended; each counts as a touch, an unanswered attempt too."""


ANSWERED = ("replied", "met", "declined")
"""The outcomes that say that the person answered."""
ON_REPLY = ("return", "close")
"""What an answer does to a task that waits for one: it shows again, or it is completed as replied."""


@event("outreach.claimed")
class OutreachClaimed(Fact, frozen=True, kw_only=True):
    """A recruiter took the task; nobody else works on it until `until`."""

    task: str
    version: int
    by: str
    until: datetime


@event("outreach.extended")
class OutreachExtended(Fact, frozen=True, kw_only=True):
    """The holder goes on: nobody else works on the task until `until`, later than before."""

    task: str
    version: int
    by: str
    until: datetime


@event("outreach.released")
class OutreachReleased(Fact, frozen=True, kw_only=True):
    """The task went back to the queue: by its holder, or because the lease ran out (`expired`)."""

    task: str
    version: int
    by: str
    expired: bool = False


@event("outreach.completed", personal=("note", "satisfaction"))
class OutreachCompleted(Fact, frozen=True, kw_only=True):
    """The task was done. Carries what it was about, so that it stands on its own as a touch."""

    task: str
    version: int
    by: str
    play: str
    outcome: str
    on: date
    about: str = ""
    """The id of what the task was about: a placement, a role, a job."""
    channel: str = "message"
    """How they were in touch, one of `contacts.CHANNELS`."""
    note: str | None = None
    satisfaction: int | None = None
    """0 to 10, when the person was asked and answered."""
    heard: tuple[str, ...] | None = None
    """The facts that were heard with it and do not hold if it does not; `None`: an older program knew not."""


@event("outreach.dismissed", personal=("reason",))
class OutreachDismissed(Fact, frozen=True, kw_only=True):
    """A recruiter decided not to do the task."""

    task: str
    version: int
    by: str
    play: str
    reason: str | None = None


@event("outreach.snoozed")
class OutreachSnoozed(Fact, frozen=True, kw_only=True):
    """The task stays open but hides until `until`."""

    task: str
    version: int
    by: str
    until: date
    on_reply: str | None = None
    """What the person's answer does before that day, one of `ON_REPLY`; `None`: nothing."""
    since: datetime | None = None
    """Since when it waits for one."""


@event("outreach.unsnoozed")
class OutreachUnsnoozed(Fact, frozen=True, kw_only=True):
    """The task shows again, before the day until which it was to hide."""

    task: str
    version: int
    by: str
    reply: str | None = None
    """The fact that tells of the answer it waited for; `None`: a recruiter wanted it back."""


@event("outreach.reassigned")
class OutreachReassigned(Fact, frozen=True, kw_only=True):
    """Somebody else is to do the task, whatever the rules say later; nobody is at it."""

    task: str
    version: int
    by: str
    to: str | None = None
    """Who; `None` is the agency's pool."""
    snoozed_until: date | None = None
    """A task that was put off stays so."""
    on_reply: str | None = None
    """And goes on waiting for an answer, if it did."""


@event("outreach.reopened", personal=("reason",))
class OutreachReopened(Fact, frozen=True, kw_only=True):
    """What was done or dismissed by mistake is to be done; what a completion told is retracted beside it."""

    task: str
    version: int
    by: str
    reason: str | None = None


Outreach = (
    OutreachClaimed
    | OutreachExtended
    | OutreachReleased
    | OutreachCompleted
    | OutreachDismissed
    | OutreachSnoozed
    | OutreachUnsnoozed
    | OutreachReassigned
    | OutreachReopened
)
"""All that recruiters do with tasks."""
