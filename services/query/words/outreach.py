"""What recruiters did with tasks."""

from services.query.phrases import BY_CHANNEL, quoted
from shared.facts import outreach
from shared.naming import as_words

OUTCOMES = {
    "sent": "the message was sent",
    "replied": "they replied",
    "met": "they met",
    "no_answer": "there was no answer",
    "declined": "they declined",
}


def _claimed(body: outreach.OutreachClaimed) -> str:
    return f"{body.by} took a task."


def _extended(body: outreach.OutreachExtended) -> str:
    return f"{body.by} is still at a task."


def _released(body: outreach.OutreachReleased) -> str:
    why = "did not finish in time; the task" if body.expired else "gave a task back; it"
    return f"{body.by} {why} is in the queue again."


def _completed(body: outreach.OutreachCompleted) -> str:
    how = "" if body.channel == "message" else BY_CHANNEL.get(body.channel, "")
    outcome = OUTCOMES.get(body.outcome, body.outcome)
    rated = f", satisfaction {body.satisfaction} of 10" if body.satisfaction is not None else ""
    did = f"{body.by} did “{as_words(body.play)}”{how} on {body.on}"
    return f"{did}: {outcome}{rated}{quoted(body.note)}."


def _dismissed(body: outreach.OutreachDismissed) -> str:
    return f"{body.by} decided not to “{as_words(body.play)}”{quoted(body.reason)}."


def _snoozed(body: outreach.OutreachSnoozed) -> str:
    reply = ", or until they answer" if body.on_reply else ""
    return f"{body.by} put a task off until {body.until}{reply}."


def _unsnoozed(body: outreach.OutreachUnsnoozed) -> str:
    if body.reply:
        return f"A task came back that {body.by} had put off, as they answered."
    return f"{body.by} took up a task again that was put off."


def _reassigned(body: outreach.OutreachReassigned) -> str:
    to = body.to or "whoever has time"
    return f"{body.by} gave a task to {to}."


def _reopened(body: outreach.OutreachReopened) -> str:
    return f"{body.by} took up again what was done or set aside by mistake{quoted(body.reason)}."


WORDS = {
    outreach.OutreachClaimed: _claimed,
    outreach.OutreachExtended: _extended,
    outreach.OutreachReleased: _released,
    outreach.OutreachCompleted: _completed,
    outreach.OutreachDismissed: _dismissed,
    outreach.OutreachSnoozed: _snoozed,
    outreach.OutreachUnsnoozed: _unsnoozed,
    outreach.OutreachReassigned: _reassigned,
    outreach.OutreachReopened: _reopened,
}
