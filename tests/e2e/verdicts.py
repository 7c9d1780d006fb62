"""The checks at the end of a crash test, each with what it found wrong."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping

import sqlalchemy as sa
from e2e import oracle
from e2e.installation import SERVICES, Installation
from e2e.oracle import Line, Reading, Subject
from e2e.senders import Answers
from vocabulary.installation import told_by_the_log

from services.query.projector import Projector
from services.query.tables import LIVE, in_schema
from services.rules import state
from shared.database import transaction
from shared.envelope import Event
from shared.facts.outreach import OutreachCompleted, OutreachDismissed
from shared.facts.tasks import PlanReviewWanted, TaskState

Rows = dict[str, Counter[tuple[object, ...]]]
SHOWN = 5
OVER = ("completed", "dismissed")


def acknowledged_but_lost(answers: Answers, facts: Collection[Event]) -> set[str]:
    """Writes that a client was told of and that do not stand on the log."""
    return answers.versions - {f"{fact.subject}:{fact.id}" for fact in facts}


def told_twice(told: Collection[Event]) -> list[str]:
    """Task events that say the same revision of the same task again, and revisions that were left out."""
    revisions: dict[tuple[str, str], list[int]] = defaultdict(list)
    for event in told:
        match event.body:
            case TaskState():
                revisions[event.subject, event.body.task].append(event.body.revision)
            case PlanReviewWanted():
                revisions[event.subject, "review"].append(event.body.revision)
            case _:
                raise TypeError(f"{event.type} is no event of a plan")
    return [f"{of}: {seen}" for of, seen in revisions.items() if seen != list(range(1, len(seen) + 1))]


def out_of_order(installation: Installation, service: str, reading: Reading) -> list[str]:
    """Where the log has a service's facts about somebody in another order than its outbox, or not at all."""
    rows = installation.parts(service).tables.outbox.rows
    on_the_log = {
        (
            taken.record.topic,
            taken.record.partition,
            taken.stamp.epoch,
            taken.stamp.number,
        ): taken.record.value
        for taken in reading.taken
        if taken.stamp.writer == service
    }
    columns = (rows.c.topic, rows.c.partition, rows.c.epoch, rows.c.number, rows.c.key, rows.c.value)
    wrong, last = [], dict[tuple[object, ...], int]()
    with transaction(installation.parts(service).engine) as connection:
        for row in connection.execute(sa.select(*columns).order_by(rows.c.seq)):
            place, whose = tuple(row[:4]), (row.topic, row.key, row.epoch)
            if row.topic == reading.topic and on_the_log.get(place) != row.value:
                wrong.append(f"{place} of {service} is not on the log")
            if last.get(whose, 0) >= row.number:
                wrong.append(f"{place} of {service} overtook {last[whose]}")
            last[whose] = row.number
    return wrong


def rules_plans(installation: Installation, subjects: Collection[Subject]) -> dict[Subject, set[Line]]:
    """What the rules service itself believes."""
    parts = installation.parts("rules")
    with transaction(parts.engine) as connection:
        keys = parts.vault.keys(connection, subjects, create=False)
        known = state.load(connection, subjects, keys)
    return oracle.lines({subject: each.plan for subject, each in known.items()})


def queued(installation: Installation) -> dict[Subject, set[Line]]:
    """The tasks that the query service would still show to somebody."""
    table = in_schema(LIVE).tasks
    alive = table.c.status.in_(("planned", "held_back", "flagged"))
    open_still = table.c.dealt.is_(None) | table.c.dealt.not_in(OVER)
    found: dict[Subject, set[Line]] = defaultdict(set)
    with transaction(installation.parts("query").engine) as connection:
        for row in connection.execute(sa.select(table).where(alive, open_still)):
            window = (str(row.opens_on), str(row.closes_on))
            line = Line(row.task, row.play, row.status, row.because, *window, row.recruiter)
            found[row.agency, row.person].add(line)
    return dict(found)


def without_done(plans: Mapping[Subject, set[Line]], done: Collection[str]) -> dict[Subject, set[Line]]:
    """The plans without what recruiters have finished."""
    left = {subject: {line for line in mine if line.task not in done} for subject, mine in plans.items()}
    return {subject: mine for subject, mine in left.items() if mine}


def done(facts: Collection[Event]) -> set[str]:
    """The tasks that recruiters have finished, by the log."""
    over = (OutreachCompleted, OutreachDismissed)
    return {fact.body.task for fact in facts if isinstance(fact.body, over)}


def projection(installation: Installation) -> Rows:
    """All rows of all projections."""
    tables = in_schema(LIVE)
    with transaction(installation.parts("query").engine) as connection:
        return {
            table.name: Counter(tuple(row) for row in connection.execute(sa.select(*told_by_the_log(table))))
            for table in tables.projections
        }


def fold(installation: Installation) -> None:
    """Fold whom the projector had no time for yet."""
    parts = installation.parts("query")
    projector, more = Projector(in_schema(LIVE), parts.quarantine), True
    while more:
        with transaction(parts.engine) as connection:
            more = projector.tick(connection)


def changed_by_rebuild(installation: Installation) -> list[str]:
    """In what the projections differ from those read from the log once more."""
    fold(installation)
    before = projection(installation)
    installation.command("rebuild", "query")
    after = projection(installation)
    return [f"{name}: {row}" for name in before for row in _unlike(before[name], after[name])]


def _unlike(one: Counter[tuple[object, ...]], other: Counter[tuple[object, ...]]) -> Iterator[object]:
    yield from list(one - other)[:SHOWN]
    yield from list(other - one)[:SHOWN]


def parked(installation: Installation) -> list[str]:
    """What lies in a quarantine."""
    found = []
    for service in SERVICES:
        parts = installation.parts(service)
        with transaction(parts.engine) as connection:
            entries = parts.quarantine.listing(connection)
        found += [f"{service} {entry.parked.origin}: {entry.parked.reason}" for entry in entries]
    return found
