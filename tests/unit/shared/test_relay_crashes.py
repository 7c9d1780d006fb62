import uuid
from collections import defaultdict
from contextlib import suppress

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from vocabulary.relays import PARTS, Office, without_holes
from vocabulary.service import Desk, Stopped, event_id, fail_at

from shared.errors import FencedError, UnavailableError

PEOPLE = [str(uuid.UUID(int=number)) for number in range(1, 4)]
POINTS = ["before-number", "numbered", "sent", "marked"]
FEW = settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)

says = st.tuples(st.just("say"), st.integers(0, 2))
dies = st.tuples(st.just("die"), st.sampled_from(POINTS))
others = st.sampled_from([("round", 0), ("refuse", 0), ("lose", 0), ("lose", 1), ("away", 0)])
scripts = st.lists(st.one_of(says, says, dies, others), min_size=4, max_size=16)


class Play:
    """A service and its relays, after a script."""

    def __init__(self, desk: Desk, offset: int) -> None:
        self.office = Office(desk)
        self.relay = self.office.relay()
        self.next = offset
        self.want: dict[str, list[str]] = defaultdict(list)

    def act(self, what: str, which: str | int) -> None:
        """One line of the script."""
        match what:
            case "say":
                self.say(PEOPLE[int(which)])
            case "die":
                self.take_over(str(which))
            case "lose":
                self.lose(int(which))
            case _:
                self.fail(what)

    def say(self, person: str) -> None:
        """Two events of one person are committed."""
        numbers = [self.next, self.next + 1]
        self.next += 2
        self.office.desk.say(numbers, person)
        self.want[f"demo/{person}"] += map(event_id, numbers)

    def take_over(self, point: str) -> None:
        """Another relay leads, and dies at this point if it comes there."""
        self.office.lease_runs_out()
        with suppress(Stopped):
            self.office.relay(fail_at(point)).step()
        self.office.lease_runs_out()

    def lose(self, partition: int) -> None:
        """The log loses its tail, and the relay is restarted."""
        place = self.office.partitions[partition]
        self.office.log.lose_tail(place, max(0, self.office.log.ends([place])[place] - 3))
        self.relay = self.office.relay()
        self.office.lease_runs_out()

    def fail(self, what: str) -> None:
        """The relay takes a round, while the log is away or refuses, or nothing is wrong."""
        self.office.log.unavailable = what == "away"
        self.office.log.refuse((lambda record: record.partition == 0) if what == "refuse" else None)
        with suppress(FencedError, UnavailableError):
            self.relay.step()
        self.office.seconds += 1
        self.office.log.unavailable = False
        self.office.log.refuse(None)


@FEW
@given(script=scripts)
def test_whatever_happens_numbers_have_no_holes_and_each_row_counts_once(
    desk: Desk, script: list[tuple[str, str | int]]
) -> None:
    """Deaths, refusals, lost tails and take-overs in any order: a reader takes each row once, in order."""
    Office(desk).put_back({table: [] for table in PARTS})
    play = Play(desk, 1)
    for what, which in script:
        play.act(what, which)
    play.office.lease_runs_out()
    play.office.sent_by(play.office.relay())
    assert play.office.read() == play.want
    assert without_holes(play.office.numbered().values())
