"""What must be true in the end, worked out from the log alone by the pure heart of the rules."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from e2e.installation import Installation

from services.rules.heart import replan
from services.rules.person.fold import fold
from services.rules.plan import EMPTY, Plan
from services.rules.playbook import STANDARD
from services.rules.wants import wants
from shared.codec import decode
from shared.database import transaction
from shared.envelope import Event
from shared.log.protocol import Record
from shared.numbers import Last, Stamp, Verdict, judge, read
from shared.topics import Topic

Subject = tuple[str, str]


class Line(NamedTuple):
    """A task as a recruiter would see it."""

    task: str
    play: str
    status: str
    because: str | None
    opens_on: str
    closes_on: str
    recruiter: str | None


class Taken(NamedTuple):
    """A record that a reader takes, with what its relay says of it."""

    record: Record
    stamp: Stamp


@dataclass
class Reading:
    """A topic as a reader takes it: each number once, in order."""

    topic: str
    taken: list[Taken] = field(default_factory=list)
    repeats: int = 0
    faults: list[str] = field(default_factory=list)
    """Numbers that are missing, and records that were sent again with another content."""


def read_topic(installation: Installation, topic: Topic) -> Reading:
    """Read a topic whole."""
    log, reading = installation.log, Reading(topic.named(installation.settings.topic_prefix))
    for partition in installation.partitions(topic):
        begin, end = log.beginnings([partition])[partition], log.ends([partition])[partition]
        _read_partition(reading, log.scan(partition, begin, end))
    return reading


def _read_partition(reading: Reading, records: Iterable[Record]) -> None:
    lasts: dict[tuple[str, int], Last] = {}
    values: dict[Stamp, bytes | None] = {}
    for record in records:
        stamp = read(record)
        if stamp is None:
            reading.faults.append(f"no numbers at {record.topic}/{record.partition}@{record.offset}")
            continue
        verdict, lasts[stamp[:2]] = judge(lasts.get(stamp[:2], Last()), stamp.number, record.offset)
        if values.setdefault(stamp, record.value) != record.value:
            reading.faults.append(f"{stamp} was sent twice with another content")
        if verdict is Verdict.TAKE:
            reading.taken.append(Taken(record, stamp))
        reading.repeats += verdict is Verdict.REPEAT
    reading.faults += [
        f"{writer}: {last.number + 1} is missing" for writer, last in lasts.items() if last.ahead
    ]


def events(installation: Installation, reading: Reading) -> list[Event]:
    """What was said, with the personal fields of all who are not erased."""
    parts = installation.parts("rules")
    with transaction(parts.engine) as connection:
        subjects = {_subject(taken.record) for taken in reading.taken}
        keys = parts.vault.keys(connection, subjects, create=False)
        return [decode(taken.record, keys) for taken in reading.taken]


def _subject(record: Record) -> Subject:
    agency, _, person = (record.key or b"").decode().partition("/")
    return agency, person


def once(facts: Iterable[Event]) -> dict[Subject, list[Event]]:
    """The facts of each person, each id once, in the order of the log."""
    found: dict[Subject, dict[str, Event]] = defaultdict(dict)
    for fact in facts:
        found[fact.agency, fact.subject].setdefault(fact.id, fact)
    return {subject: list(mine.values()) for subject, mine in found.items()}


def pure_plans(installation: Installation, facts: Mapping[Subject, list[Event]]) -> dict[Subject, Plan]:
    """Each person's plan, by folding from scratch after every single fact."""
    zone = installation.settings.zone
    plans: dict[Subject, Plan] = {}
    for subject, mine in facts.items():
        plan = EMPTY
        for count in range(1, len(mine) + 1):
            person = fold(mine[:count], zone)
            _, plan = replan(person, plan, wants(person, STANDARD))
        plans[subject] = plan
    return plans


def lines(plans: Mapping[Subject, Plan]) -> dict[Subject, set[Line]]:
    """What of the plans is still alive; what is over depends on what stood in a queue meanwhile."""
    return {subject: alive for subject, plan in plans.items() if (alive := set(_alive(plan)))}


def _alive(plan: Plan) -> Iterator[Line]:
    for id_, entry in plan.entries.items():
        if entry.live and (task := entry.task) is not None:
            window = (str(task.opens_on), str(task.closes_on))
            yield Line(id_, task.play, entry.status, entry.because, *window, task.recruiter)


def differences(expected: Mapping[Subject, set[Line]], found: Mapping[Subject, set[Line]]) -> list[str]:
    """Who has which task too many or too few."""
    return [
        f"{subject[1]}: missing {sorted(wanted - has, key=str)}, too many {sorted(has - wanted, key=str)}"
        for subject in sorted(expected.keys() | found.keys())
        if (wanted := expected.get(subject, set())) != (has := found.get(subject, set()))
    ]
