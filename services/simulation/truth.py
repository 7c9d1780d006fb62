"""What is true of the simulated agency, and what should have been understood of what was sent. Pure."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from services.simulation import linkedin, placements
from services.simulation.career import NEVER
from services.simulation.greenhouse import application_id, candidate_id
from services.simulation.linkedin import Archive, Shown
from services.simulation.person import GREENHOUSE, LINKEDIN, PLACEMENTS, Person, Placed
from services.simulation.record import address
from services.simulation.world import Employer, World

Json = dict[str, Any]


def who(world: World, person: Person) -> Json:
    """Somebody, and by which ids each feed calls them."""
    known = person.who
    return {
        "person": known.number,
        "name": f"{known.given} {known.family}",
        "married": known.married if known.married_on <= world.until else None,
        "records": [{"feed": feed, "id": id_} for feed, id_ in records(world, person)],
        "referred_by": person.referred_by,
    }


def records(world: World, person: Person) -> Iterator[tuple[str, str]]:
    """Feed and id of each record of somebody that was sent."""
    number = person.who.number
    feeds = {each.feed: None for each in person.placed}
    if GREENHOUSE in feeds:
        yield GREENHOUSE, str(candidate_id(number))
    if person.entered_twice <= world.until:
        yield GREENHOUSE, str(candidate_id(number, 1))
    for record in sorted({each.record for each in person.placed if each.feed == PLACEMENTS}):
        yield PLACEMENTS, placements.person_id(number, record)
    days = [day for day in world.exports if person.connected <= day < person.left]
    for url in dict.fromkeys(address(person, day) for day in days):
        yield LINKEDIN, url


def placed(world: World, person: Person) -> Iterator[Json]:
    """Somebody's placements as they are known on the world's last day."""
    return (_placed(world, person, each) for each in person.placed)


def _placed(world: World, person: Person, each: Placed) -> Json:
    said = _in_greenhouse(world, person, each) if each.feed == GREENHOUSE else _in_file(world, person, each)
    return {
        "person": person.who.number,
        "feed": each.feed,
        "cancelled": each.placement.undone <= world.until,
        "client": each.stint.employer.name_on(each.placement.hired),
        "title": each.stint.titles[0][1],
        "employment": "contract" if each.stint.contracts else "permanent",
        "recruiter": world.recruiters[each.placement.recruiter][1],
        **said,
    }


def _in_greenhouse(world: World, person: Person, each: Placed) -> Json:
    """It tells of no last days."""
    starts = each.stint.starts if each.placement.moved <= world.until else each.placement.planned
    id_ = str(application_id(person.who.number, each.number))
    return {"id": id_, "starts": str(starts), "ends": None, "ended": None, "early": None}


def _in_file(world: World, person: Person, each: Placed) -> Json:
    ends, ended = (find(each.stint, world.until) for find in (placements.ends_on, placements.ended_on))
    return {
        "id": placements.placement_id(person.who.number, each.number),
        "starts": placements.starts_on(world, person, each, world.until),
        "ends": str(ends) if ends else None,
        "ended": str(ended) if ended else None,
        "early": (ends is None or ended < ends) if ended else None,
    }


def roles(world: World, person: Person) -> Iterator[Json]:
    """What somebody really worked as, whether or not any feed told."""
    for stint in person.stints:
        days = [since for since, _ in stint.titles if since <= min(stint.leaves, world.until)]
        for since, title in stint.titles[: len(days) if stint.took_place else 0]:
            yield {
                "person": person.who.number,
                "employer": stint.employer.name_on(since),
                "title": title,
                "since": str(since),
                "left": str(stint.leaves) if stint.leaves <= world.until else None,
                "laid_off": bool(stint.laid_off) and stint.leaves <= world.until,
            }


def changes(world: World, person: Person) -> Iterator[Json]:
    """Which changes of role the LinkedIn archives let see, each between two of them; a rename is none."""
    known: dict[str, tuple[date, Employer, str]] = {}
    for archive in linkedin.archives(world):
        day = archive.day
        if not person.connected <= day < person.left:
            continue
        url, now = address(person, day), linkedin.shown(world, person, day)
        if now.employer is not None:
            if (was := known.get(url)) and (was[1], was[2]) != (now.employer, now.position):
                yield _change(person, url, (was[0], was[1] != now.employer), archive, now)
            known[url] = (day, now.employer, now.position)


def _change(person: Person, url: str, since: tuple[date, bool], archive: Archive, now: Shown) -> Json:
    earliest, move = since
    employer = now.employer
    assert employer  # noqa: S101 - only what shows one is compared
    return {
        "person": person.who.number,
        "id": url,
        "earliest": str(earliest),
        "latest": str(archive.day),
        "move": move,
        "employer": [name for name in (employer.name, employer.renamed) if name],
        "title": now.position,
    }


def renames(world: World) -> dict[str, list[str]]:
    """Employers by the name they go on under, with the one before: for `afterhire employers save`."""
    return {each.renamed: [each.name] for each in world.employers if each.renamed and each.renamed_on < NEVER}
