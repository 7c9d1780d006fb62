"""What speaks against two records being one person, though they share a strong key.

Families and offices share an address, so that the given name and the day of birth are weighed by Fellegi and
Sunter's model once more, among people who share one: a family name in common says nothing there. To the sum
comes what the shared key itself says.
"""

from collections.abc import Sequence
from datetime import date

from services.ingest.identity.likeness import names, scoring
from services.ingest.identity.likeness.names import Alike, Name
from services.ingest.identity.likeness.scoring import bits
from shared.facts.people import PersonProfiled

SHARED = bits(0.95, 0.05)
"""Of those who share a strong key, so many are one."""
BORN_SAME, BORN_CLOSE, BORN_OTHER = bits(0.93, 0.003), bits(0.05, 0.002), bits(0.02, 0.99)
"""Among people who share a key: twins are rare, and a day of birth is mistyped now and then."""


def contradicts(said: PersonProfiled, known: Sequence[PersonProfiled]) -> bool:
    """Whether a profile can be of nobody of whom these were told.

    A given name that is no form of any known one speaks against it, unless the day of birth is the same;
    another day of birth does, unless the given name may be the same. Another family name does not: people
    marry.
    """
    return SHARED + _named(said, known) + _born(said, known) < 0


def _named(said: PersonProfiled, known: Sequence[PersonProfiled]) -> float:
    """The comparison of given names that speaks most for it; nothing where one side has none."""
    mine = names.read(said.name, said.given_name)
    theirs = [names.read(each.name, each.given_name) for each in known]
    return max((scoring.GIVEN[_alike(mine, one)] for one in theirs if one.given and mine.given), default=0.0)


def _alike(one: Name, other: Name) -> Alike:
    """How the given names compare, also where they stand in the other name's place."""
    straight = names.given(one.given, other.given)
    if straight is not Alike.OTHER:
        return straight
    crossed = [(one.family, other.given), (one.given, other.family)]
    alone = () in (one.family, other.family)  # one word alone may be either name
    if all(_may_be_one(*pair) for pair in crossed) or (alone and any(_may_be_one(*pair) for pair in crossed)):
        return Alike.PART
    return Alike.OTHER


def _may_be_one(one: names.Words, other: names.Words) -> bool:
    return bool(one and other) and names.given(one, other) is not Alike.OTHER


def _born(said: PersonProfiled, known: Sequence[PersonProfiled]) -> float:
    mine, theirs = said.born_on, [each.born_on for each in known if each.born_on]
    return max((_weight(mine, one) for one in theirs), default=0.0) if mine else 0.0


def _weight(one: date, other: date) -> float:
    if one == other:
        return BORN_SAME
    return BORN_CLOSE if scoring.born_alike(one, other) else BORN_OTHER
