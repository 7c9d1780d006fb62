"""How one record of a feed writes somebody: with its typing errors, and what it lacks. Pure."""

from datetime import date
from random import Random
from typing import NamedTuple
from urllib.parse import quote

from services.simulation.identity import Identity, identity, plainly
from services.simulation.person import Person
from services.simulation.words import words
from services.simulation.world import World

PHONE_STYLES = ("+44 {0} {1}", "0{0} {1}", "(0{0}) {1}", "0044{0}{1}", "0{0}-{1}")
ADDRESS = "https://www.linkedin.com/in/{}"


class Record(NamedTuple):
    """What a record says of somebody for as long as nobody changes it."""

    given: str
    family: str
    email: str
    phone: str
    profile: str
    """The address of their LinkedIn profile."""


def of_ats(world: World, person: Person, feed: str, number: int, day: date) -> Record:
    """The record of that number in an ATS, as it stands on that day."""
    who, habits = person.who, world.habits
    rng = world.rng("record", who.number, feed, number)
    given, family = _name(world, who, person.named_as_on(day, feed), feed, number)
    return Record(
        given,
        family,
        _email(world, rng, who),
        "" if rng.random() < habits.no_phone else _phone(rng, who.phone),
        "" if rng.random() < habits.no_profile else ADDRESS.format(quote(_slug(world, rng, who))),
    )


def on_linkedin(world: World, person: Person, day: date) -> Record:
    """As they present themselves there on that day; without a telephone."""
    who = person.who
    rng = world.rng("record", who.number, "linkedin")
    given, family = _name(world, who, day, "linkedin", 0)
    email = who.email if rng.random() < world.habits.shows_email else ""
    return Record(given, family, email, "", address(person, day))


def address(person: Person, day: date) -> str:
    """Of their profile on that day, as exports write it."""
    slug = person.who.slug
    return ADDRESS.format(quote(slug if day < person.new_address else f"{slug}-new"))


def _name(world: World, who: Identity, day: date, *record: object) -> tuple[str, str]:
    rng = world.rng("name", who.number, *record)
    habits, short = world.habits, words().nicknames.get(who.given, ())
    given, family = who.given, who.family_on(day)
    if rng.random() < habits.nickname and short:
        given = rng.choice(short)
    if rng.random() < habits.plain:
        given, family = plainly(given), plainly(family)
    if rng.random() < habits.typo:
        given = mistyped(rng, given)
    if rng.random() < habits.typo:
        family = mistyped(rng, family)
    return given, family


def _email(world: World, rng: Random, who: Identity) -> str:
    found = rng.random()
    for share, email in (
        (world.habits.no_email, ""),
        (world.habits.email_typo, mistyped(rng, who.email.split("@")[0]) + "@example.com"),
        (world.habits.other_email, who.other_email),
    ):
        if found < share:
            return email
        found -= share
    return who.email if rng.random() < 0.9 else who.email.title()  # noqa: PLR2004 - some write it so


def _slug(world: World, rng: Random, who: Identity) -> str:
    if rng.random() < world.habits.wrong_profile:
        return identity(world, rng.randrange(world.people)).slug
    return who.slug


def _phone(rng: Random, digits: str) -> str:
    return rng.choice(PHONE_STYLES).format(digits[:4], digits[4:])


def mistyped(rng: Random, text: str) -> str:
    """With one letter left out, doubled, or in the place of its neighbour."""
    letters = [at for at in range(1, len(text) - 1) if text[at : at + 2].isalpha()]
    if not letters:
        return text
    at = rng.choice(letters)
    before, here, after, rest = text[:at], text[at], text[at + 1], text[at + 2 :]
    return rng.choice((before + after + rest, before + here * 2 + after + rest, before + after + here + rest))
