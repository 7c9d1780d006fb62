"""What the people of the simulated agency work as, and how they came by it. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import NamedTuple

from services.simulation.words import words
from services.simulation.world import Employer, World

MOST_STINTS = 5
NEVER = date.max


class Contract(NamedTuple):
    """An agreed last day, and since when it was agreed."""

    known_on: date
    ends: date


class Placement(NamedTuple):
    """How the agency brought a stint about."""

    hired: date
    planned: date
    """The first day as it was agreed at first."""
    moved: date
    """When another one was agreed; `NEVER` where none was."""
    recruiter: int
    undone: date
    """When the hire was undone, so that the stint never took place; `NEVER` where it was not."""


@dataclass
class Stint:
    """Some time at one employer."""

    employer: Employer
    starts: date
    titles: list[tuple[date, str]]
    """From when on they were what."""
    leaves: date = NEVER
    """The last day."""
    laid_off: str = ""
    """Why, where they were."""
    contracts: list[Contract] = field(default_factory=list)
    placement: Placement | None = None

    @property
    def took_place(self) -> bool:
        """Whether they ever were there."""
        return self.placement is None or self.placement.undone == NEVER

    def title_on(self, day: date) -> str:
        """As what they work there on that day."""
        return [title for since, title in self.titles if since <= day][-1]

    def lasts(self, day: date) -> bool:
        """Whether they are there on that day."""
        return self.took_place and self.starts <= day <= self.leaves


def career(world: World, number: int) -> list[Stint]:
    """All stints of somebody, from before the agency knew them until the world's last day."""
    rng = world.rng("career", number)
    ladder = rng.choice(list(words().ladders.values()))
    return list(_stints(world, rng, ladder, rng.randrange(len(ladder) - 1)))


def _stints(world: World, rng: Random, ladder: tuple[str, ...], level: int) -> Iterator[Stint]:
    day = world.day(rng)
    before = _before(world, rng, day, ladder[level])
    for count in range(MOST_STINTS):
        now = _next(world, rng, before, day, ladder[level])
        if count == 0 or rng.random() < world.habits.by_agency:
            now.placement = _placement(world, rng, now, day)
        if now.took_place:
            before.leaves = min(before.leaves, now.starts - timedelta(days=1))
            yield before
            level, before = _live(world, rng, now, ladder, level), now
            day = _looks_again(world, rng, now)
        else:
            yield now
            day += timedelta(days=rng.randrange(60, 200))
        if day >= world.until:
            break
    yield before


def _before(world: World, rng: Random, day: date, title: str) -> Stint:
    starts = day - timedelta(days=rng.randrange(200, 2000))
    return Stint(rng.choice(world.employers), starts, [(starts, title)])


def _next(world: World, rng: Random, before: Stint, day: date, title: str) -> Stint:
    others = [each for each in rng.sample(world.employers, 2) if each != before.employer]
    starts = day + timedelta(days=rng.randrange(14, 60))
    return Stint(others[0], starts, [(starts, title)])


def _placement(world: World, rng: Random, stint: Stint, hired: date) -> Placement:
    habits, planned, moved, undone = world.habits, stint.starts, NEVER, NEVER
    if rng.random() < habits.postponed:
        planned -= timedelta(days=rng.choice((7, 14, -7)))
        moved = hired + timedelta(days=rng.randrange(1, 7))
    if rng.random() < habits.undone:
        undone = hired + timedelta(days=rng.randrange(7, 14))
    return Placement(hired, planned, moved, rng.randrange(len(world.recruiters)), undone)


def _live(world: World, rng: Random, stint: Stint, ladder: tuple[str, ...], level: int) -> int:
    """What comes of it; how far up they are afterwards."""
    habits = world.habits
    if stint.placement and rng.random() < habits.contract:
        _contract(rng, stint, habits.extended)
    elif rng.random() < habits.laid_off:
        stint.leaves = stint.starts + timedelta(days=rng.randrange(30, 900))
        stint.laid_off = rng.choice(words().agency.lay_offs)
    elif level + 1 < len(ladder) and rng.random() < habits.promoted:
        stint.titles.append((stint.starts + timedelta(days=rng.randrange(250, 900)), ladder[level + 1]))
        return level + 1
    return level


def _contract(rng: Random, stint: Stint, extended: float) -> None:
    assert stint.placement  # noqa: S101 - only placements are contracts here
    ends = stint.starts + timedelta(days=rng.randrange(90, 270))
    stint.contracts.append(Contract(stint.placement.hired, ends))
    while rng.random() < extended:
        known_on = ends - timedelta(days=rng.randrange(10, 30))
        ends += timedelta(days=rng.randrange(60, 180))
        stint.contracts.append(Contract(known_on, ends))
    stint.leaves = ends


def _looks_again(world: World, rng: Random, stint: Stint) -> date:
    """When somebody finds the next one: after it ended, or while it lasts."""
    last = stint.titles[-1][0]
    if stint.leaves < NEVER:
        return stint.leaves + timedelta(days=rng.randrange(10, 150))
    if rng.random() < world.habits.moves:
        return last + timedelta(days=rng.randrange(200, 1100))
    return world.until
