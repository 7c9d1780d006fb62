"""The rules' database is put back to an earlier state: plans go on from what was told."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import msgspec
import pytest
import sqlalchemy as sa
from vocabulary.backup import Backup

from services.rules import tables
from services.rules.handler import RulesHandler
from services.rules.known import refolded
from services.rules.plan import EMPTY, Plan
from services.rules.plan.outline import Outline, restored
from services.rules.plan.retold import retold
from services.rules.playbook import Playbook
from services.rules.playbook.store import Adoption, adopt, newest
from services.rules.recovery import recovered
from shared.database import transaction
from shared.delivery import decode
from shared.envelope import Event, computed_id, moment
from shared.errors import OperatorNeededError, UnavailableError
from shared.facts import Fact
from shared.facts.dates import ReviewDue
from shared.facts.people import PersonProfiled
from shared.facts.placements import PlacementRescheduled, PlacementStarted
from shared.facts.spans import exactly
from shared.facts.tasks import PlanReviewWanted, TaskState
from shared.log.memory import MemoryLog
from shared.log.partitioner import partition_of
from shared.log.protocol import Outgoing, Partition
from shared.position import Moved, Positions
from shared.relay import Relay
from shared.topics import Topic
from shared.wiring import Wiring

Rules = Any
"""The fixture's: the rules of one process."""
ANN = "0b9ff7e8-3c5c-5a43-9f4e-5d3c0d6f0001"
HOME = partition_of(f"agency/{ANN}".encode(), 2)


def said(body: Fact, days: int) -> Event:
    at = datetime(2026, 3, 2, 12, tzinfo=UTC) + timedelta(days=days)
    return Event(
        id=computed_id(ANN, body),
        agency="agency",
        subject=ANN,
        source="ingest/test",
        occurred=moment(at),
        recorded_at=at,
        body=body,
    )


START = said(PlacementStarted(feed="f", placement="p", starts=exactly(date(2026, 3, 2)), client="Acme"), 0)
NAME = said(PersonProfiled(feed="f", name="Ann Lee"), 1)
MOVED = said(PlacementRescheduled(feed="f", placement="p", starts=exactly(date(2026, 3, 5))), 2)
LATER = said(ReviewDue(on=date(2026, 3, 20)), 18)
QUIET, QUIETER = (Playbook(tasks_a_day=number) for number in (2, 1))


class PutBack:
    """Rules that told their plans one by one, sent them, and forgot them."""

    def __init__(self, rules: Rules, *facts: Event) -> None:
        self.rules, self.log, self.taken = rules, MemoryLog(2), 0
        self.people, self.tasks = rules.parts.topics(Topic.PEOPLE, Topic.TASKS)
        with transaction(rules.parts.log_engine) as connection:
            records = [rules.record(connection, fact) for fact in facts]
        self.log.append([Outgoing(self.people, HOME, one.key, one.value, one.headers) for one in records])

    def take(self, *facts: Event) -> None:
        """Take one batch and note that it was taken."""
        self.rules.take(*facts)
        positions, home = Positions(tables.common.positions), Partition(self.people, HOME)
        with transaction(self.rules.parts.log_engine) as connection:
            held = positions.assign(connection, [home], "test")[home]
            moved = Moved(home, held.epoch, held.next_offset, held.next_offset + len(facts))
            positions.advance(connection, [moved])

    def relay(self) -> Relay:
        """A relay of its own process."""
        parts = self.rules.parts
        return Relay("rules", parts.log_engine, tables.common.outbox, self.log, parts.settings)

    def recover(self) -> None:
        """As an operator does, once the relay has stopped."""
        with pytest.raises(OperatorNeededError):
            self.relay().step()
        parts = Wiring(
            self.rules.parts.settings, "rules", tables.metadata, tables.common, though_stopped=True
        )
        recovered(parts, self.log)
        parts.dispose()
        self.rules.handler.forget()
        self.relay().open_epoch()
        self.relay().step()

    def told(self) -> list[TaskState | PlanReviewWanted]:
        """What stands on the log, in its order."""
        place = Partition(self.tasks, HOME)
        records = self.log.scan(place, 0, self.log.ends([place])[place])
        with transaction(self.rules.parts.log_engine) as connection:
            found = decode(connection, self.rules.parts.vault, records, opens=True).deliveries
        bodies = [one.event.body for one in found if one.event is not None]
        return [body for body in bodies if isinstance(body, TaskState | PlanReviewWanted)]

    def plan(self) -> Plan:
        """What the rules believe."""
        with transaction(self.rules.parts.log_engine) as connection:
            stored = connection.execute(sa.select(tables.people.c.outline)).scalar_one()
        return restored(msgspec.msgpack.decode(stored, type=Outline))


def test_the_queue_says_what_the_rules_say(rules: Rules) -> None:
    """Told fact by fact, then in one batch after the backup: whoever reads the newest revisions is right."""
    office = PutBack(rules, START, NAME, MOVED, LATER)
    backup = Backup(rules.parts.log_engine, tables.metadata)
    for fact in (START, NAME, MOVED):
        office.take(fact)
    office.relay().step()
    backup.put_back()
    rules.handler.forget()
    office.take(START, NAME, MOVED)
    office.recover()
    office.take(LATER)
    office.relay().step()
    revisions = _revisions(office.told())
    assert len(set(revisions)) == len(revisions)
    assert _read(office.told()) == _shape(office.plan())


@pytest.mark.parametrize("file", [QUIET, QUIETER], ids=["the same file", "another file"])
def test_what_is_adopted_after_a_backup_holds_for_everybody(rules: Rules, file: Playbook) -> None:
    """Ann was told of a second playbook that the backup lacks: its number says nothing else afterwards."""
    second = Adoption("agency", 2, QUIET.version, 2, MOVED.recorded_at).fact(ANN)
    office = PutBack(rules, START, second, MOVED)
    adopted(rules, Playbook(tasks_a_day=5), START)
    office.take(START)
    backup = Backup(rules.parts.log_engine, tables.metadata)
    adopted(rules, QUIET, MOVED)
    office.take(second, MOVED)
    office.relay().step()
    backup.put_back()
    rules.handler = RulesHandler(rules.parts.quarantine, rules.parts.settings.zone)
    with pytest.raises(UnavailableError, match="adopt the same file again"):
        rules.take(second, MOVED)
    adopted(rules, file, LATER)
    office.recover()
    with transaction(rules.parts.log_engine) as connection:
        last = newest(connection, "agency")
    assert last is not None
    office.take(second, MOVED, last.fact(ANN))
    with transaction(rules.parts.log_engine) as connection:
        keys = rules.parts.vault.keys(connection, [("agency", ANN)], create=False)
        ann = refolded(connection, [("agency", ANN)], keys, rules.parts.settings.zone)["agency", ANN]
    assert ann.playbook is not None
    assert (ann.playbook.number, ann.playbook.playbook) == (last.number, file.version)


def adopted(rules: Rules, playbook: Playbook, when: Event) -> None:
    with transaction(rules.parts.log_engine) as connection:
        adopt(connection, "agency", playbook, when.recorded_at)


def _revisions(told: list[TaskState | PlanReviewWanted]) -> list[tuple[str, int]]:
    return [(getattr(one, "task", "review"), one.revision) for one in told]


def _read(told: list[TaskState | PlanReviewWanted]) -> dict[str, tuple[int, str]]:
    plan = EMPTY
    for change in told:
        plan = retold(plan, change)
    return _shape(plan)


def _shape(plan: Plan) -> dict[str, tuple[int, str]]:
    """Each task's revision, and whether somebody may still see it: an outline says no more."""
    shape = {
        task: (entry.revision, "live" if entry.live else str(entry.status))
        for task, entry in plan.entries.items()
    }
    return shape | {"review": (plan.review_revision, str(plan.review_on))}
