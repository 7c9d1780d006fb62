"""Rebuilding the projections beside the live ones."""

from collections import defaultdict
from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from vocabulary.installation import JANE, JOHN, Installation, claimed, completed, ids, planned

from services.query.projector import Projector
from services.query.rebuild import rebuilt
from services.query.service import TOPICS
from shared.errors import ConflictError, FencedError, UnavailableError
from shared.facts.people import PersonAbsorbed, PersonProfiled
from shared.facts.playbooks import PlaybookAdopted
from shared.log.memory import MemoryLog
from shared.log.protocol import Outgoing, Partition, Record
from shared.numbers import Stamp
from shared.step import Step

PARTITION = 0


class Written:
    """A log to which a test adds events, numbered as a relay numbers them."""

    def __init__(self, here: Installation) -> None:
        self.here = here
        self.log = MemoryLog(1)
        self._numbers: defaultdict[str, Iterator[int]] = defaultdict(lambda: iter(range(1, 1_000)))

    def add(self, *records: Record) -> None:
        """Append records."""
        for record in records:
            stamp = Stamp("test", 1, next(self._numbers[record.topic])).headers()
            outgoing = Outgoing(record.topic, PARTITION, record.key, record.value, (*record.headers, *stamp))
            self.log.append([outgoing])

    def step(self) -> Step:
        """The live projector's step, of one process."""
        projector = Projector(self.here.tables, self.here.parts.quarantine)
        return self.here.parts.step(projector, opens=False)

    def follow(self) -> None:
        """Have the live projections read everything."""
        step = self.step()
        starts = step.assign([Partition(topic, PARTITION) for topic in self.here.parts.topics(*TOPICS)])
        for partition, start in starts.items():
            if records := list(self.log.scan(partition, start, self.log.ends([partition])[partition])):
                step.run(records)
        while step.tick():
            pass


@pytest.fixture
def written(here: Installation) -> Written:
    """A log with some people's stories, one of which cannot be read."""
    written = Written(here)
    first, second = ids([1, 2])
    story = (
        PersonProfiled(feed="ats", name="Jane"),
        PlaybookAdopted(playbook="a", number=1, tasks_a_day=8),
        planned(first),
        claimed(task=first),
        completed(2, first),
    )
    written.add(*(here.record(here.event(body)) for body in story))
    written.add(here.record(here.event(planned(second), JOHN))._replace(value=b"{"))
    written.add(here.record(here.event(planned(second, 2), JOHN)))
    return written


def test_rebuilt_from_zero_is_the_same(here: Installation, written: Written) -> None:
    """A rebuild ends with exactly what the live projections hold, and parks nothing twice."""
    written.follow()
    live = here.rows()
    assert rebuilt(here.parts, here.tables, written.log) == 7
    assert here.rows() == live
    with here.parts.engine.connect() as connection:
        assert len(here.parts.quarantine.listing(connection)) == 1
        waiting = connection.execute(sa.select(sa.func.count()).select_from(here.tables.shared.outbox.rows))
        assert waiting.scalar_one() == 1


def test_a_rebuild_mends_what_was_wrong(here: Installation, written: Written) -> None:
    """Whatever happened to the projections, the log brings them back; positions go on from there."""
    written.follow()
    live = here.rows()
    with here.parts.engine.begin() as connection:
        connection.execute(here.tables.timeline.delete())
        connection.execute(here.tables.tasks.update().values(status="withdrawn"))
    rebuilt(here.parts, here.tables, written.log)
    assert here.rows() == live
    written.add(here.record(here.event(PersonAbsorbed(into=JOHN, merge="m1"), JANE)))
    written.follow()
    assert {row[1] for row in here.rows()["tasks"]} == {JOHN}


def test_a_projector_at_work_is_fenced_by_the_swap(here: Installation, written: Written) -> None:
    """What a projector still holds of the old projections does not reach the new ones."""
    topic = here.parts.topics(*TOPICS)[0]
    step = written.step()
    step.assign([Partition(topic, PARTITION)])
    rebuilt(here.parts, here.tables, written.log)
    written.add(here.record(here.event(PersonProfiled(feed="ats", name="Jane"))))
    late = list(written.log.scan(Partition(topic, PARTITION), 0, 100))
    with pytest.raises(FencedError):
        step.run(late)


def test_a_log_shorter_than_what_was_read_is_not_waited_for(here: Installation, written: Written) -> None:
    """The live projections stay, and the operator is told what is missing and what to do."""
    written.follow()
    live = here.rows()
    written.log.lose_tail(Partition(here.parts.topics(*TOPICS)[0], PARTITION), 0)
    with pytest.raises(UnavailableError, match="found its end at 0; the relays send again"):
        rebuilt(here.parts, here.tables, written.log)
    assert here.rows() == live


def test_two_rebuilds_do_not_mix(here: Installation, written: Written) -> None:
    """The second one is told to wait."""
    lock = sa.func.pg_advisory_lock(sa.func.hashtextextended("rebuild of the query service", 0))
    with here.parts.engine.connect() as other:
        other.execute(sa.select(lock))
        with pytest.raises(ConflictError, match="being rebuilt already"):
            rebuilt(here.parts, here.tables, written.log)
