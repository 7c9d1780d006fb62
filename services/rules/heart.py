"""From what is known of a person to their plan: proposals, arrangement, changes."""

from collections.abc import Iterable
from zoneinfo import ZoneInfo

from services.rules.cadence import arrange
from services.rules.person import Person
from services.rules.person.fold import fold
from services.rules.plan import EMPTY, Change, Plan, reconcile
from services.rules.playbook import Playbook
from services.rules.wants import Wants, arranged_alike, wants
from shared.envelope import Event, computed_id, moment
from shared.facts.tasks import PlanReviewWanted

SOURCE = "rules"


def replan(
    person: Person, previous: Plan, wanted: Wants, *, parked: bool = False, earlier: Wants | None = None
) -> tuple[list[Change], Plan]:
    """How the plan changes, and the plan that then stands.

    `wanted`: what the plays want for this person. `parked`: a record of the person lies in quarantine.
    `earlier`: what was wanted when the previous plan was made, if nothing was parked then; where nothing came
    of the last facts, that spares the work.
    """
    if earlier and not parked and arranged_alike(earlier, wanted) and not _due(previous, person):
        return [], previous
    arrangement = arrange(wanted.tasks(), person, wanted.playbook, parked=parked)
    return reconcile(previous, arrangement, person)


def _due(plan: Plan, person: Person) -> bool:
    return plan.review_on is not None and plan.review_on <= person.today


def plan_of(events: Iterable[Event], playbook: Playbook, zone: ZoneInfo) -> Plan:
    """The plan that the facts of one person lead to, without any history of plans."""
    person = fold(events, zone)
    return replan(person, EMPTY, wants(person, playbook))[1]


def announced(agency: str, subject: str, person: Person, changes: Iterable[Change]) -> list[Event]:
    """The changes as events, under computed ids: (task, revision) says which of the person's it is.

    They happen when the newest fact was recorded, for the rules have no clock.
    """
    return [
        Event(
            id=_id(subject, change),
            agency=agency,
            subject=subject,
            source=SOURCE,
            occurred=moment(person.seen),
            recorded_at=person.seen,
            body=change,
        )
        for change in changes
    ]


def _id(subject: str, change: Change) -> str:
    if isinstance(change, PlanReviewWanted):
        return computed_id("review", subject, change.revision)
    return computed_id("task event", subject, change.task, change.revision)
