"""Somebody of the simulated agency: who they are, what they did, and by what its systems know them. Pure."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from services.simulation.career import NEVER, Placement, Stint, career
from services.simulation.identity import Identity, identity
from services.simulation.world import World

GREENHOUSE, PLACEMENTS, LINKEDIN = "greenhouse", "placements", "linkedin"
GREENHOUSE_SHARE = 0.6
"""Of people, whose placements stand in Greenhouse; those of the others come as a file."""


class Placed(NamedTuple):
    """A stint that the agency brought about, and where it stands."""

    number: int
    """Which one of this person's."""
    stint: Stint
    placement: Placement
    feed: str
    record: int
    """Which one of the feed's records of this person; 0 is the first."""


class Person(NamedTuple):
    """All of somebody."""

    who: Identity
    stints: list[Stint]
    placed: list[Placed]
    told: date
    """When the agency hears of another family name; `NEVER` where it does not."""
    entered_twice: date
    """When Greenhouse got a second record of them; `NEVER` where it did not."""
    merged: date
    """When somebody merged it there."""
    connected: date
    """On LinkedIn with the agency; `NEVER` where they are not."""
    left: date
    """When their account there was closed."""
    new_address: date
    """When their profile there got another address."""
    referred_by: int | None

    def named_as_on(self, day: date, feed: str) -> date:
        """Of which day an ATS has their name on that day: when they came into it, or of today, once told."""
        entered = next((each.placement.hired for each in self.placed if each.feed == feed), day)
        return max(day, entered) if day >= self.told else entered

    def stint_on(self, day: date) -> Stint | None:
        """Where they are on that day."""
        return next((each for each in self.stints if each.lasts(day)), None)


def person(world: World, number: int) -> Person:
    """The person of that number."""
    rng, habits = world.rng("person", number), world.habits
    who, stints = identity(world, number), career(world, number)
    placed = list(_placed(world, number, stints))
    first = placed[0].placement.hired
    twice, merged = _twice(world, number, placed)
    connected = min(first + timedelta(days=rng.randrange(30)), world.until)
    linked = rng.random() < habits.connected
    later = [connected + timedelta(days=rng.randrange(100, 1000)) for _ in range(2)]
    return Person(
        who=who,
        stints=stints,
        placed=placed,
        told=_told(world, who),
        entered_twice=twice,
        merged=merged,
        connected=connected if linked else NEVER,
        left=later[0] if rng.random() < habits.left else NEVER,
        new_address=later[1] if rng.random() < habits.new_address else NEVER,
        referred_by=rng.randrange(number) if number and rng.random() < habits.referred else None,
    )


def people(world: World) -> Iterator[Person]:
    """Everybody, one after the other."""
    return (person(world, number) for number in range(world.people))


def _placed(world: World, number: int, stints: list[Stint]) -> Iterator[Placed]:
    rng = world.rng("placed", number)
    feed = GREENHOUSE if rng.random() < GREENHOUSE_SHARE else PLACEMENTS
    began_elsewhere = rng.random() < world.habits.both_systems
    twice_in_file = rng.random() < world.habits.twice_in_file
    found = [(each, each.placement) for each in stints if each.placement]
    found.sort(key=lambda each: each[1].hired)
    for place, (stint, placement) in enumerate(found):
        elsewhere = began_elsewhere and place == 0 and len(found) > 1
        where = PLACEMENTS if elsewhere else feed
        yield Placed(
            place, stint, placement, where, int(bool(place) and twice_in_file and where == PLACEMENTS)
        )


def _twice(world: World, number: int, placed: list[Placed]) -> tuple[date, date]:
    rng, hires = world.rng("twice", number), [each for each in placed if each.feed == GREENHOUSE]
    if not hires or rng.random() >= world.habits.twice:
        return NEVER, NEVER
    entered = hires[0].placement.hired + timedelta(days=rng.randrange(-20, 200))
    merged = entered + timedelta(days=rng.randrange(1, 60))
    return entered, merged if rng.random() < world.habits.merged else NEVER


def _told(world: World, who: Identity) -> date:
    tells = world.rng("told", who.number).random() < world.habits.told_of_marriage
    return who.married_on + timedelta(days=20) if tells and who.married_on < NEVER else NEVER
