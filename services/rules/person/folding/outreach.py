"""What recruiters did with tasks, and what they heard."""

from services.rules.person import Draft
from services.rules.person.contacts import Assignment, Dealing, Rating, Touch
from services.rules.person.history import Said
from shared.facts import outreach

Free = outreach.OutreachReleased | outreach.OutreachUnsnoozed | outreach.OutreachReopened


def completed(draft: Draft, body: outreach.OutreachCompleted, said: Said) -> None:
    """A touch, and the end of the task."""
    words = (body.note, body.task, body.play, body.about)
    draft.put("touches", said.fact, Touch(said, body.on, body.outcome, body.by, body.channel, *words))
    if body.satisfaction is not None:
        draft.put("ratings", said.fact, Rating(said, body.on, body.satisfaction))
    _deal(draft, body.task, Dealing(body.version, said, "completed", body.by))


def claimed(draft: Draft, body: outreach.OutreachClaimed | outreach.OutreachExtended, said: Said) -> None:
    """Somebody is at it."""
    _deal(draft, body.task, Dealing(body.version, said, "claimed", body.by, until=body.until))


def released(draft: Draft, body: Free, said: Said) -> None:
    """Nobody is at it."""
    _deal(draft, body.task, Dealing(body.version, said, "open", body.by))


def dismissed(draft: Draft, body: outreach.OutreachDismissed, said: Said) -> None:
    """Nobody will do it."""
    _deal(draft, body.task, Dealing(body.version, said, "dismissed", body.by))


def snoozed(draft: Draft, body: outreach.OutreachSnoozed, said: Said) -> None:
    """Not before that day."""
    _deal(draft, body.task, Dealing(body.version, said, "open", body.by, snoozed_until=body.until))


def reassigned(draft: Draft, body: outreach.OutreachReassigned, said: Said) -> None:
    """Somebody else is to do it, and nobody is at it."""
    _deal(draft, body.task, Dealing(body.version, said, "open", body.by, snoozed_until=body.snoozed_until))
    known = draft.assignments.get(body.task)
    if known is None or (body.version, said) > (known.version, known.said):
        draft.put("assignments", body.task, Assignment(body.version, said, body.to))


def _deal(draft: Draft, task: str, dealing: Dealing) -> None:
    known = draft.dealings.get(task)
    if known is None or (dealing.version, dealing.said) > (known.version, known.said):
        draft.put("dealings", task, dealing)


STEPS = {
    outreach.OutreachClaimed: claimed,
    outreach.OutreachExtended: claimed,
    outreach.OutreachReleased: released,
    outreach.OutreachCompleted: completed,
    outreach.OutreachDismissed: dismissed,
    outreach.OutreachSnoozed: snoozed,
    outreach.OutreachUnsnoozed: released,
    outreach.OutreachReassigned: reassigned,
    outreach.OutreachReopened: released,
}
