"""LinkedIn's `Connections.csv` of the simulated agency: a snapshot of how people present themselves. Pure.

Header on line 1 or 4 and two styles of dates; company names as people write them.
"""

from datetime import date
from typing import NamedTuple

from services.simulation.career import Stint
from services.simulation.person import Person
from services.simulation.record import address, on_linkedin
from services.simulation.world import Employer, World

COLUMNS = ("First Name", "Last Name", "URL", "Email Address", "Company", "Position", "Connected On")
NOTES = (
    "Notes:\n"
    '"When exporting your connection data, you may notice that some of the email addresses are missing. You'
    " will only see email addresses for connections who have allowed their connections to see or download"
    ' their email address."\n\n'
)
WITHOUT_NOTES = 0.2
"""Of archives."""
SHORT_RANK, STALE, HIDES_NOTHING = 0.15, 0.5, 0.9
"""Of titles, written `Sr.`; of those without work, who still show the last; of all, who show their work."""


class Shown(NamedTuple):
    """What somebody shows of their work; a company of `None` is hidden or none."""

    employer: Employer | None
    company: str
    position: str


class Archive(NamedTuple):
    """An export, and how it is written."""

    day: date
    notes: bool
    days: str


def archives(world: World) -> list[Archive]:
    """All exports."""
    return [_archive(world, day) for day in world.exports]


def _archive(world: World, day: date) -> Archive:
    rng = world.rng("archive", day)
    return Archive(day, rng.random() >= WITHOUT_NOTES, rng.choice(("%d %b %Y", "%d-%b-%y")))


def rows(world: World, person: Person, archive: Archive) -> list[tuple[str, ...]]:
    """What an archive says of somebody, in the order of `COLUMNS`; nothing before they are connected."""
    return [] if archive.day < person.connected else [_row(world, person, archive)]


def _row(world: World, person: Person, archive: Archive) -> tuple[str, ...]:
    day = archive.day
    connected = f"{person.connected:{archive.days}}"
    if day >= person.left:
        return ("", "", "", "", "", "", connected)
    said, work = on_linkedin(world, person, day), shown(world, person, day)
    return (said.given, said.family, address(person, day), said.email, work.company, work.position, connected)


def shown(world: World, person: Person, day: date) -> Shown:
    """What somebody shows of their work on that day."""
    who = world.rng("shows", person.who.number)
    if who.random() >= HIDES_NOTHING:
        return Shown(None, "", "")
    stint = person.stint_on(day)
    if stint is None:
        last = [each for each in person.stints if each.took_place and each.leaves < day][-1]
        if who.random() >= STALE:
            return Shown(None, "", "Open to work")
        return _at(world, person, last, last.leaves, day)
    return _at(world, person, stint, day, day)


def _at(world: World, person: Person, stint: Stint, worked: date, day: date) -> Shown:
    title = stint.title_on(worked)
    if world.rng("rank", person.who.number, title).random() < SHORT_RANK:
        title = title.replace("Senior ", "Sr. ")
    return Shown(stint.employer, _company(world, person, stint.employer, day), title)


def _company(world: World, person: Person, employer: Employer, day: date) -> str:
    """As it is called that day, or was before: many never change it. Legal form and case come and go."""
    keeps = world.rng("keeps", person.who.number, employer.number).random() < STALE
    name = employer.name if keeps else employer.name_on(day)
    with_form = f"{name} {employer.form}".strip()
    return world.rng("company", person.who.number, day).choice((name, name, with_form, name.upper()))
