"""The jobs file of the simulated agency: those its people were placed in, and some that are open. Pure."""

from collections.abc import Iterator
from datetime import timedelta

from services.simulation.person import Person
from services.simulation.words import words
from services.simulation.world import World

COLUMNS = (
    *("job_id", "title", "client", "place", "pay_from", "pay_to", "currency", "posted_on", "closes_on"),
    *("status", "url"),
)
OPEN_OF = 8
"""One open job for so many people."""
Row = tuple[str, ...]


def filled(world: World, person: Person) -> Iterator[Row]:
    """The jobs that somebody was placed in."""
    for placed in person.placed:
        hired, stint = placed.placement.hired, placed.stint
        number = f"J-{person.who.number * 10 + placed.number}"
        days = (str(hired - timedelta(days=60)), str(hired + timedelta(days=1)))
        yield _row(world, number, stint.titles[0][1], stint.employer.name_on(hired), (*days, "closed"))


def opened(world: World) -> Iterator[Row]:
    """The jobs that are open on the world's last day."""
    titles = [title for ladder in words().ladders.values() for title in ladder]
    for number in range(max(world.people // OPEN_OF, 1)):
        rng = world.rng("job", number)
        client = rng.choice(world.employers).name_on(world.until)
        days = [
            world.until - timedelta(days=rng.randrange(30)),
            world.until + timedelta(days=rng.randrange(7, 60)),
        ]
        yield _row(world, f"J-O{number}", rng.choice(titles), client, (*map(str, days), "open"))


def _row(world: World, number: str, title: str, client: str, when: tuple[str, ...]) -> Row:
    rng = world.rng("pay", number)
    pay = rng.randrange(28, 110)
    place = rng.choice(words().agency.places)
    pays = (f"{pay}000", f"{pay + rng.randrange(3, 20)}000", rng.choice(("GBP", "EUR")))
    return (number, title, client, place, *pays, *when, f"https://jobs.example/{number}")
