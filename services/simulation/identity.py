"""Who the people of the simulated agency are. Pure."""

from datetime import date
from typing import NamedTuple
from unicodedata import combining, normalize

from services.simulation.words import families, words
from services.simulation.world import World

SLUG_WITH_ACCENTS = 0.1
DOUBLE = 0.03
"""Of people, with two family names."""


class Identity(NamedTuple):
    """Somebody, as they really are."""

    number: int
    given: str
    family: str
    married_on: date
    married: str
    """The family name from that day on."""
    email: str
    other_email: str
    phone: str
    slug: str
    """Of the LinkedIn profile."""

    def family_on(self, day: date) -> str:
        """The family name on that day."""
        return self.married if day >= self.married_on else self.family


def identity(world: World, number: int) -> Identity:
    """The person of that number."""
    alone = _alone(world, number)
    if number % 2 == 0 or world.rng("household", number).random() >= world.habits.household:
        return alone
    partner = _alone(world, number - 1)
    return alone._replace(family=partner.family, married=partner.family, email=partner.email)


def _alone(world: World, number: int) -> Identity:
    rng = world.rng("who", number)
    culture = rng.choice(list(words().cultures.values()))
    given, family = rng.choice(culture.given), rng.choice(families(culture))
    if rng.random() < DOUBLE:
        family = f"{family}-{rng.choice(families(culture))}"
    marries = rng.random() < world.habits.married
    other = rng.choice(families(rng.choice(list(words().cultures.values()))))
    plain = f"{plainly(given)}.{plainly(family)}".lower().replace(" ", "")
    slug = f"{given}-{family}" if rng.random() < SLUG_WITH_ACCENTS else plain.replace(".", "-")
    return Identity(
        number,
        given,
        family,
        world.day(rng) if marries else date.max,
        other,
        f"{plain}{number}@example.com",
        f"{plain[0]}{plain.split('.')[1]}{number}@example.org",
        f"7000{number:06}",
        f"{slug.lower().replace(' ', '-')}-{number:x}",
    )


def plainly(text: str) -> str:
    """Without accents, as somebody writes who cannot type them."""
    spelt = text.replace("ß", "ss").replace("ł", "l").replace("Ł", "L")
    return "".join(each for each in normalize("NFKD", spelt) if not combining(each))
