"""The placements file of the simulated agency's other ATS: one row per placement, told whole. Pure."""

from collections.abc import Iterator
from datetime import date

from services.simulation.career import NEVER, Stint
from services.simulation.person import PLACEMENTS, Person, Placed
from services.simulation.record import of_ats
from services.simulation.world import World

COLUMNS = (
    *("placement_id", "person_id", "name", "email", "phone", "linkedin_url", "recruiter", "client", "title"),
    *("employment", "starts_on", "ends_on", "ended_on", "end_reason", "cancelled"),
)
Row = tuple[str, ...]


def placement_id(number: int, place: int) -> str:
    """Of somebody's placement of that number."""
    return f"P-{number * 10 + place}"


def person_id(number: int, record: int) -> str:
    """Of somebody's first or second record."""
    return f"C-{number}" + ("-2" if record else "")


def rows(world: World, person: Person, day: date) -> Iterator[Row]:
    """What the file of that day says of somebody, in the order of `COLUMNS`."""
    for placed in person.placed:
        if placed.feed == PLACEMENTS and placed.placement.hired <= day:
            yield _row(world, person, placed, day)


def starts_on(world: World, person: Person, placed: Placed, day: date) -> str:
    """The first day as it is told on that day, or only its month."""
    now = placed.placement.planned if day < placed.placement.moved else placed.stint.starts
    rng = world.rng("starts", person.who.number, placed.number)
    return f"{now:%Y-%m}" if rng.random() < world.habits.only_month else str(now)


def ends_on(stint: Stint, day: date) -> date | None:
    """A contract's last day as it was agreed by that day."""
    return next((each.ends for each in reversed(stint.contracts) if each.known_on <= day), None)


def ended_on(stint: Stint, day: date) -> date | None:
    """The real last day, once it is there."""
    return stint.leaves if stint.leaves <= day and stint.took_place else None


def _row(world: World, person: Person, placed: Placed, day: date) -> Row:
    number, stint = person.who.number, placed.stint
    said = of_ats(world, person, PLACEMENTS, placed.record, day)
    turned = world.rng("turned", number).random() < world.habits.family_first
    starts, ended = starts_on(world, person, placed, day), ended_on(stint, day)
    style = "%d %b %Y" if world.rng("days", number).random() < 0.2 and len(starts) == 10 else ""  # noqa: PLR2004 - 2024-03-07
    return (
        placement_id(number, placed.number),
        person_id(number, placed.record),
        f"{said.family}, {said.given}" if turned else f"{said.given} {said.family}",
        said.email,
        said.phone,
        said.profile,
        world.recruiters[placed.placement.recruiter][1],
        f"{stint.employer.name_on(placed.placement.hired)} {stint.employer.form}".strip(),
        stint.titles[0][1],
        "contract" if stint.contracts else "permanent",
        f"{date.fromisoformat(starts):{style}}" if style else starts,
        str(ends_on(stint, day) or ""),
        str(ended or ""),
        stint.laid_off if ended else "",
        "yes" if placed.placement.undone <= day < NEVER else "",
    )
