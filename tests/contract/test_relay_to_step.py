"""The relay and the reader together keep rule 3, whatever happens between them."""

import random
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import timedelta

import pytest
from vocabulary.service import HERE, OUTBOX, Desk, Ledger, Stopped

from shared.consumer import Consumer
from shared.errors import UnavailableError
from shared.log.memory import MemoryLog
from shared.log.protocol import Outgoing, Partition
from shared.relay import Relay
from shared.step import Step

PEOPLE = [str(uuid.UUID(int=number)) for number in range(1, 6)]
PARTITIONS = 2
ACTIONS = 45
ROUNDS_AT_MOST = 40


class Rounds(threading.Event):
    """A stop that is set after so many rounds of a consumer."""

    def __init__(self, rounds: int) -> None:
        super().__init__()
        self._looks = 2 * rounds

    def is_set(self) -> bool:
        """True after the last round."""
        self._looks -= 1
        return self._looks < 0


class World:
    """One writer's outbox and relay, a log, and readers that come and go."""

    def __init__(self, desk: Desk, seed: int) -> None:
        self.desk = desk
        self.chance = random.Random(seed)  # noqa: S311 - the same run for the same seed
        self.log = MemoryLog(PARTITIONS)
        self.dies_at = ""
        self.said: dict[str, list[int]] = {person: [] for person in PEOPLE}
        self.relay = Relay("desk", desk.engine, OUTBOX, self.log, desk.settings, probe=self._probe)
        self.steps = [desk.step(Ledger(), self._probe) for _ in range(2)]

    def _probe(self, point: str) -> None:
        if point == self.dies_at:
            self.dies_at = ""
            raise Stopped

    def say(self) -> None:
        """Somebody learns something about a person."""
        person = self.chance.choice(PEOPLE)
        first = sum(map(len, self.said.values())) + 1
        numbers = range(first, first + self.chance.randint(1, 4))
        self.desk.say(numbers, person)
        self.said[person] += numbers

    def send(self) -> None:
        """A round of the relay."""
        with suppress(Stopped, UnavailableError):
            self.relay.step()

    def send_and_die(self) -> None:
        """A round that ends at one of its named points."""
        self.dies_at = self.chance.choice(["before-number", "numbered", "sent", "marked"])
        self.send()
        self.dies_at = ""

    def send_with_refusals(self) -> None:
        """A round in which the log refuses some."""
        self.log.refuse(self._unlucky)
        self.send()
        self.log.refuse(None)

    def _unlucky(self, _record: Outgoing) -> bool:
        return self.chance.random() < 0.4

    def lose_the_tail(self) -> None:
        """The broker comes back without its newest records, and the relay begins anew."""
        partition = HERE._replace(number=self.chance.randrange(PARTITIONS))
        end = self.log.ends([partition])[partition]
        self.log.lose_tail(partition, max(0, end - self.chance.randint(1, 5)))
        self.dies_at = "before-number"
        self.send()
        self.dies_at = ""

    def read(self) -> None:
        """A reader joins, reads a little and leaves."""
        self._consume(self.chance.choice(self.steps), 3)

    def read_and_die(self) -> None:
        """A reader ends just before or after it has committed."""
        self.dies_at = self.chance.choice(["before-commit", "after-commit"])
        with suppress(Stopped):
            self._consume(self.steps[0], 2)
        self.dies_at = ""

    def take_over(self) -> None:
        """Another reader owns all partitions from now on."""
        self.steps[1].assign(list(self._all()))

    def _all(self) -> Iterator[Partition]:
        return (HERE._replace(number=number) for number in range(PARTITIONS))

    def _consume(self, step: Step, rounds: int) -> None:
        Consumer(self.log, "desk", [HERE.topic], step, self.desk.clock, at_most=4).run(Rounds(rounds))

    def actions(self) -> list[Callable[[], None]]:
        """What may happen next."""
        often = [self.say, self.say, self.send, self.read]
        rarely = [self.send_and_die, self.send_with_refusals, self.read_and_die, self.take_over]
        return [*often, *rarely, self.lose_the_tail]

    def settle(self) -> None:
        """Let everything that is under way arrive."""
        total = sum(map(len, self.said.values()))
        for _ in range(ROUNDS_AT_MOST):
            self.send()
            self._consume(self.steps[0], 3)
            if len(self.desk.ledger()) >= total:
                return
            self.desk.clock.advance(timedelta(minutes=10))


@pytest.fixture
def desk(database_url: str) -> Iterator[Desk]:
    made = Desk(database_url)
    yield made
    made.engine.dispose()


@pytest.mark.parametrize("seed", range(3))
def test_whatever_fails_on_the_way_each_fact_is_handled_once_and_in_order(desk: Desk, seed: int) -> None:
    """Deaths, refusals, lost tails and changing owners lose nothing, and mix up nobody's facts."""
    world = World(desk, seed)
    for _ in range(ACTIONS):
        world.chance.choice(world.actions())()
    world.settle()
    handled = desk.ledger()
    assert sorted(handled) == list(range(1, sum(map(len, world.said.values())) + 1))
    for numbers in world.said.values():
        assert [number for number in handled if number in set(numbers)] == numbers
