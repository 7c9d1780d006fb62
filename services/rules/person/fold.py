"""The fold: how each kind of fact changes what is known of a person."""

from collections.abc import Callable, Iterable
from typing import Any
from zoneinfo import ZoneInfo

from services.rules.person import Draft, Person, in_order, said_by
from services.rules.person.history import (
    Absorption,
    Anniversary,
    Change,
    Consent,
    Dealing,
    Profile,
    Retraction,
    Role,
    RoleEnd,
    Said,
    Touch,
)
from services.rules.person.placement import Statement, stated
from shared.clock import day_of
from shared.envelope import Event
from shared.facts import Fact, corrections, dates, outreach, people, placements, roles

NOBODY = Person()


def fold(events: Iterable[Event], zone: ZoneInfo) -> Person:
    """The person these facts describe: each once, in the total order, without the retracted ones."""
    ordered = in_order(events)
    draft = Draft.of(NOBODY, zone)
    draft.retracted = _retractions(ordered)
    for event in ordered:
        _take(draft, event)
    return draft.person()


def evolve(person: Person, event: Event, zone: ZoneInfo) -> Person:
    """The person with one more fact; see `extend`."""
    return extend(person, (event,), zone)


def extend(person: Person, events: Iterable[Event], zone: ZoneInfo) -> Person:
    """The person with more facts, in any order, late ones too; a fact taken before changes nothing.

    Equal to the fold of all, unless `needs_history` says that one of them unsays another.
    """
    draft = Draft.of(person, zone)
    for event in events:
        _take(draft, event)
    return draft.person()


def needs_history(event: Event) -> bool:
    """Whether the fact unsays another one, so that the stored history must be folded again."""
    return type(event.body) is corrections.FactRetracted


def _retractions(ordered: list[Event]) -> dict[str, Retraction]:
    """What does not hold. A retraction that a later one retracts is void."""
    found: dict[str, Retraction] = {}
    for event in reversed(ordered):
        if isinstance(event.body, corrections.FactRetracted) and event.id not in found:
            found.setdefault(event.body.fact, Retraction(said_by(event), event.body.reason))
    return found


def _take(draft: Draft, event: Event) -> None:
    draft.seen = max(draft.seen, event.recorded_at)
    if event.id not in draft.retracted:
        STEPS[type(event.body)](draft, event.body, said_by(event))


def _nothing(_draft: Draft, _body: Fact, _said: Said) -> None:
    """Only moves *today*."""


def _retracted(draft: Draft, body: corrections.FactRetracted, said: Said) -> None:
    draft.retracted.setdefault(body.fact, Retraction(said, body.reason))


def _profiled(draft: Draft, body: people.PersonProfiled, said: Said) -> None:
    known = draft.profiles.get(body.feed)
    if known is None or said >= known.said:
        draft.profiles[body.feed] = Profile(said, body.name, body.recruiter)
        newest_first = sorted(draft.profiles.values(), key=lambda profile: profile.said, reverse=True)
        draft.name = next((profile.name for profile in newest_first if profile.name), None)
        draft.recruiter = next((one.recruiter for one in newest_first if one.recruiter), None)


def _consented(draft: Draft, body: people.ConsentGiven | people.ConsentWithdrawn, said: Said) -> None:
    if draft.consent is None or said >= draft.consent.said:
        draft.consent = Consent(said, type(body) is people.ConsentGiven)


def _absorbed(draft: Draft, body: people.PersonAbsorbed, said: Said) -> None:
    if draft.absorbed is None or said >= draft.absorbed.said:
        draft.absorbed = Absorption(said, body.into)


def _erased(draft: Draft, _body: people.PersonErased, _said: Said) -> None:
    draft.erased = True


def _state(draft: Draft, about: str, statement: Statement) -> None:
    draft.placements[about] = stated(draft.placements.get(about), about, statement)


def _started(draft: Draft, body: placements.PlacementStarted, said: Said) -> None:
    statement = Statement(
        said,
        "started",
        body.starts,
        body.ends,
        employment=body.employment,
        recruiter=body.recruiter,
        client=body.client,
        title=body.title,
    )
    _state(draft, body.placement, statement)


def _rescheduled(draft: Draft, body: placements.PlacementRescheduled, said: Said) -> None:
    _state(draft, body.placement, Statement(said, "rescheduled", body.starts, body.ends))


def _cancelled(draft: Draft, body: placements.PlacementCancelled, said: Said) -> None:
    _state(draft, body.placement, Statement(said, "cancelled"))


def _ended(draft: Draft, body: placements.PlacementEnded, said: Said) -> None:
    _state(draft, body.placement, Statement(said, "ended", ends=body.ended_on, early=body.early))


def _anniversary(draft: Draft, body: dates.AnniversaryDue, said: Said) -> None:
    draft.anniversaries[said.fact] = Anniversary(said, body.placement, body.occurs_on, body.years)


def _observed(draft: Draft, body: roles.RoleObserved, said: Said) -> None:
    _see(draft, Role(body.role, said, body.employer, body.title, seen=said))


def _changed(draft: Draft, body: roles.RoleChanged, said: Said) -> None:
    learned = day_of(said.recorded_at, draft.zone)
    change = Change(said, body.since, body.move, learned, body.old_employer, body.old_title)
    _see(draft, Role(body.role, said, body.employer, body.title, said, change))


def _role_ended(draft: Draft, body: roles.RoleEnded, said: Said) -> None:
    end = RoleEnd(said, body.until, body.laid_off, day_of(said.recorded_at, draft.zone))
    _see(draft, Role(body.role, said, body.employer, body.title, end=end))


def _see(draft: Draft, role: Role) -> None:
    known = draft.roles.get(role.id)
    draft.roles[role.id] = _joined(known, role) if known else role


def _joined(one: Role, other: Role) -> Role:
    """What two facts say of one role: the words of the newer, the newest change, sight and end."""
    newer = max(one, other, key=lambda role: role.said)
    return Role(
        newer.id,
        newer.said,
        newer.employer,
        newer.title,
        max(filter(None, (one.seen, other.seen)), default=None),
        max(filter(None, (one.change, other.change)), key=lambda change: change.said, default=None),
        max(filter(None, (one.end, other.end)), key=lambda end: end.said, default=None),
    )


def _completed(draft: Draft, body: outreach.OutreachCompleted, said: Said) -> None:
    draft.touches[said.fact] = Touch(
        said, body.on, body.task, body.play, body.by, body.outcome, body.note, body.satisfaction
    )
    _deal(draft, body.task, Dealing(body.version, said, "completed", body.by))


def _claimed(draft: Draft, body: outreach.OutreachClaimed, said: Said) -> None:
    _deal(draft, body.task, Dealing(body.version, said, "claimed", body.by, until=body.until))


def _released(draft: Draft, body: outreach.OutreachReleased, said: Said) -> None:
    _deal(draft, body.task, Dealing(body.version, said, "open", body.by))


def _dismissed(draft: Draft, body: outreach.OutreachDismissed, said: Said) -> None:
    _deal(draft, body.task, Dealing(body.version, said, "dismissed", body.by))


def _snoozed(draft: Draft, body: outreach.OutreachSnoozed, said: Said) -> None:
    _deal(draft, body.task, Dealing(body.version, said, "open", body.by, snoozed_until=body.until))


def _deal(draft: Draft, task: str, dealing: Dealing) -> None:
    known = draft.dealings.get(task)
    if known is None or (dealing.version, dealing.said) > (known.version, known.said):
        draft.dealings[task] = dealing


STEPS: dict[type[Fact], Callable[[Draft, Any, Said], None]] = {
    people.PersonRegistered: _nothing,
    people.PersonProfiled: _profiled,
    people.ConsentGiven: _consented,
    people.ConsentWithdrawn: _consented,
    people.PersonAbsorbed: _absorbed,
    people.PersonErased: _erased,
    placements.ApplicationMoved: _nothing,
    placements.OfferMade: _nothing,
    placements.PlacementStarted: _started,
    placements.PlacementRescheduled: _rescheduled,
    placements.PlacementCancelled: _cancelled,
    placements.PlacementEnded: _ended,
    roles.RoleObserved: _observed,
    roles.RoleChanged: _changed,
    roles.RoleEnded: _role_ended,
    dates.AnniversaryDue: _anniversary,
    dates.ReviewDue: _nothing,
    outreach.OutreachClaimed: _claimed,
    outreach.OutreachReleased: _released,
    outreach.OutreachCompleted: _completed,
    outreach.OutreachDismissed: _dismissed,
    outreach.OutreachSnoozed: _snoozed,
    corrections.FactRetracted: _retracted,
}
"""Every event of the people topic; a test fails when one is missing here."""
