"""What all people of the simulated agency share: its time, its employers and its recruiters. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import product
from random import Random
from typing import NamedTuple

from services.simulation.habits import TIDY, Habits
from services.simulation.words import words

QUARTER = timedelta(days=91)
EMPLOYER_OF = 8
"""One employer for so many people; at least `FEWEST`."""
FEWEST = 12
RENAMED_OF = 20
"""One in so many employers is renamed."""


class Employer(NamedTuple):
    """An employer, who may go on under another name from a day on."""

    number: int
    name: str
    form: str
    renamed: str | None = None
    renamed_on: date = date.max

    def name_on(self, day: date) -> str:
        """By what it goes on that day."""
        return self.renamed if self.renamed and day >= self.renamed_on else self.name


@dataclass(frozen=True)
class World:
    """A simulated agency: the same for the same values."""

    people: int
    seed: int
    since: date
    """The first day of its history."""
    until: date
    """The last day; the newest exports are of it."""
    habits: Habits

    def rng(self, *about: object) -> Random:
        """A source of chance of its own for each thing, so that one more of another changes nothing of it."""
        return Random("/".join(map(str, (self.seed, *about))))  # noqa: S311 - repeatable, not secret

    @cached_property
    def employers(self) -> tuple[Employer, ...]:
        """All employers."""
        rng, known = self.rng("employers"), words().employers
        names = [f"{first} {second}" for first, second in product(known.first, known.second)]
        rng.shuffle(names)
        count = min(max(self.people // EMPLOYER_OF, FEWEST), len(names) * 9 // 10)
        return tuple(self._employer(rng, number, names) for number in range(count))

    def _employer(self, rng: Random, number: int, names: list[str]) -> Employer:
        renamed = number % RENAMED_OF == 0
        return Employer(
            number,
            names[number],
            rng.choice(words().employers.forms),
            names[-1 - number // RENAMED_OF] if renamed else None,
            self.day(rng) if renamed else date.max,
        )

    def day(self, rng: Random) -> date:
        """Any day of its history."""
        return self.since + timedelta(days=rng.randrange((self.until - self.since).days))

    @cached_property
    def exports(self) -> tuple[date, ...]:
        """The days of its exports, a quarter apart, the last one its last day."""
        count = (self.until - self.since) // QUARTER
        return tuple(self.until - QUARTER * back for back in range(count, -1, -1))

    @cached_property
    def recruiters(self) -> tuple[tuple[str, str], ...]:
        """Name and e-mail address of each."""
        known = words().agency
        return tuple((name, f"{name.split()[0].lower()}@{known.domain}") for name in known.recruiters)


def world(people: int, years: int, seed: int, until: date, habits: Habits = TIDY) -> World:
    """An agency that has so many people and years until that day."""
    return World(people, seed, until - timedelta(days=365 * years), until, habits)
