"""What happened, in a sentence. Pure."""

from shared.facts import Fact
from shared.facts.corrections import FactRetracted
from shared.facts.dates import AnniversaryDue, ReviewDue
from shared.facts.outreach import (
    OutreachClaimed,
    OutreachCompleted,
    OutreachDismissed,
    OutreachReleased,
    OutreachSnoozed,
)
from shared.facts.people import (
    ConsentGiven,
    ConsentWithdrawn,
    PersonAbsorbed,
    PersonErased,
    PersonProfiled,
    PersonRegistered,
)
from shared.facts.placements import (
    ApplicationMoved,
    OfferMade,
    PlacementCancelled,
    PlacementEnded,
    PlacementRescheduled,
    PlacementStarted,
)
from shared.facts.quarantine import RecordParked, RecordReleased
from shared.facts.registry import kind_of_body
from shared.facts.roles import RoleChanged, RoleEnded, RoleObserved
from shared.facts.spans import Span
from shared.facts.tasks import (
    PlanReviewWanted,
    TaskExpired,
    TaskFlagged,
    TaskHeldBack,
    TaskMoved,
    TaskPlanned,
    TaskRevised,
    TaskState,
    TaskWithdrawn,
)

OUTCOMES = {
    "sent": "the message was sent",
    "replied": "they replied",
    "met": "they met",
    "no_answer": "there was no answer",
    "declined": "they declined",
}


RELEASED = {
    "retried": "read after all",
    "discarded": "given up",
    "replaced": "told anew",
    "expired": "given up",
}


def sentence(body: Fact) -> str:  # noqa: PLR0911 - one line for each family
    """One sentence for any fact; the name of its type for one that has no words yet."""
    match body:
        case PersonRegistered() | PersonProfiled() | ConsentGiven() | ConsentWithdrawn():
            return _person(body)
        case PersonAbsorbed():
            return "Turned out to be somebody already known; everything goes on there."
        case PersonErased():
            return "Asked to be forgotten; everything about them was erased."
        case ApplicationMoved() | OfferMade():
            return _application(body)
        case PlacementStarted() | PlacementRescheduled() | PlacementCancelled() | PlacementEnded():
            return _placement(body)
        case RoleObserved() | RoleChanged() | RoleEnded():
            return _role(body)
        case OutreachClaimed() | OutreachReleased() | OutreachCompleted():
            return _outreach(body)
        case OutreachDismissed() | OutreachSnoozed():
            return _set_aside(body)
        case TaskState():
            return _task(body)
        case _:
            return _else(body)


def play_in_words(play: str) -> str:
    """A play's name as it reads in a sentence."""
    return play.replace("_", " ")


def _person(body: PersonRegistered | PersonProfiled | ConsentGiven | ConsentWithdrawn) -> str:
    match body:
        case PersonRegistered():
            return f"Became known through {body.feed}."
        case PersonProfiled():
            return f"{body.feed} told who they are{_role_at(body.title, body.employer, ': ')}."
        case ConsentGiven():
            return f"Agreed to be written to, says {body.feed}{_quoted(body.words)}."
        case ConsentWithdrawn():
            return f"Does not want to be written to, says {body.feed}{_quoted(body.words)}."


def _application(body: ApplicationMoved | OfferMade) -> str:
    match body:
        case ApplicationMoved():
            stage = f"reached the stage {body.stage}" if body.stage else "moved on"
            return f"Their application{_for(body.job)} {stage}."
        case OfferMade():
            starts = f", to start {_on(body.starts)}" if body.starts else ""
            return f"Offer {body.offer} (version {body.version}) is {body.status}{starts}."


def _placement(
    body: PlacementStarted | PlacementRescheduled | PlacementCancelled | PlacementEnded,
) -> str:
    match body:
        case PlacementStarted():
            role = _role_at(body.title, body.client, " ")
            return f"Was placed{role}, starting {_on(body.starts)}{_until(body.ends)}."
        case PlacementRescheduled():
            return f"The placement's dates were corrected: it starts {_on(body.starts)}{_until(body.ends)}."
        case PlacementCancelled():
            return f"The placement did not take place{_quoted(body.words)}."
        case PlacementEnded():
            early = " earlier than agreed" if body.early else ""
            return f"The placement ended{early} on {body.ended_on}{_quoted(body.words)}."


def _role(body: RoleObserved | RoleChanged | RoleEnded) -> str:
    match body:
        case RoleObserved():
            return f"Was seen on {body.as_of}{_role_at(body.title, body.employer, ' ')}."
        case RoleChanged():
            what = "Moved to a new employer" if body.move else "Got a new title"
            before = _role_at(body.old_title, body.old_employer, " (before that ")
            new = _role_at(body.title, body.employer, ": ")
            return f"{what}{new}{before + ')' if before else ''}, {body.since}."
        case RoleEnded():
            how = "Was laid off" if body.laid_off else "Left their role"
            return f"{how}{_role_at(body.title, body.employer, ': ')}, {body.until}."


def _outreach(body: OutreachClaimed | OutreachReleased | OutreachCompleted) -> str:
    match body:
        case OutreachClaimed():
            return f"{body.by} took a task."
        case OutreachReleased():
            why = "did not finish in time; the task" if body.expired else "gave a task back; it"
            return f"{body.by} {why} is in the queue again."
        case OutreachCompleted():
            outcome = OUTCOMES.get(body.outcome, body.outcome)
            rated = f", satisfaction {body.satisfaction} of 10" if body.satisfaction is not None else ""
            did = f"{body.by} did “{play_in_words(body.play)}” on {body.on}"
            return f"{did}: {outcome}{rated}{_quoted(body.note)}."


def _set_aside(body: OutreachDismissed | OutreachSnoozed) -> str:
    match body:
        case OutreachDismissed():
            return f"{body.by} decided not to “{play_in_words(body.play)}”{_quoted(body.reason)}."
        case OutreachSnoozed():
            return f"{body.by} put a task off until {body.until}."


def _task(body: TaskState) -> str:
    return f"“{body.headline or play_in_words(body.play)}” {_changed(body)}."


def _changed(body: TaskState) -> str:
    window = f"from {body.opens_on} to {body.closes_on}"
    match body:
        case TaskPlanned() | TaskMoved():
            return f"{'was moved; it ' if isinstance(body, TaskMoved) else ''}is planned {window}"
        case TaskRevised():
            return "was brought up to date"
        case TaskHeldBack() | TaskWithdrawn():
            return f"was {'held back' if isinstance(body, TaskHeldBack) else 'withdrawn'}: {body.because}"
        case TaskFlagged():
            return f"no longer applies, as its holder was told: {body.because}"
        case TaskExpired():
            return f"was not done before its window closed on {body.closes_on}"
        case _:
            return kind_of_body(body).name


def _else(body: Fact) -> str:
    match body:
        case AnniversaryDue() | ReviewDue() | PlanReviewWanted():
            return _date(body)
        case FactRetracted():
            return f"Something said earlier does not hold: {body.reason}."
        case RecordParked():
            return f"A record could not be read: {body.reason}."
        case RecordReleased():
            return f"A record that could not be read was {RELEASED.get(body.how, body.how)}."
        case _:
            return kind_of_body(body).name


def _date(body: AnniversaryDue | ReviewDue | PlanReviewWanted) -> str:
    match body:
        case AnniversaryDue():
            years = "One year" if body.years == 1 else f"{body.years} years"
            return f"{years} since the placement began, on {body.occurs_on}."
        case ReviewDue():
            return f"The plan was looked at again, as it had asked for {body.on}."
        case PlanReviewWanted():
            return f"The plan wants to be looked at again on {body.on}." if body.on else "The plan rests."


def _role_at(title: str | None, employer: str | None, before: str) -> str:
    role = " at ".join(part for part in (title, employer) if part)
    article = "as " if title and before == " " else ""
    article = "at " if employer and not title and before == " " else article
    return f"{before}{article}{role}" if role else ""


def _for(job: str | None) -> str:
    return f" for {job}" if job else ""


def _quoted(words: str | None) -> str:
    return f" (“{words}”)" if words else ""


def _on(span: Span) -> str:
    return f"on {span}" if span.day else str(span)


def _until(day: object) -> str:
    return f" and ending on {day}" if day else ""
