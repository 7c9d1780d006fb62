"""What speaks against two records being one person, though they share a strong key."""

from collections.abc import Sequence

from services.ingest.identity.likeness import names, scoring
from services.ingest.identity.likeness.names import Alike, Name, Words
from shared.facts.people import PersonProfiled


def contradicts(said: PersonProfiled, known: Sequence[PersonProfiled]) -> bool:
    """Whether a profile can be of nobody of whom these were told: families share an address.

    Another day of birth speaks against it, and a given name that is no form of any known one. Another family
    name does not: people marry. The very day of birth speaks louder than a given name, except of two who
    have one family name and may be twins.
    """
    return _born_otherwise(said, known) or _named_otherwise(said, known)


def _born_otherwise(said: PersonProfiled, known: Sequence[PersonProfiled]) -> bool:
    mine, theirs = said.born_on, [each.born_on for each in known if each.born_on]
    return bool(mine and theirs) and not any(mine and scoring.born_alike(mine, one) for one in theirs)


def _named_otherwise(said: PersonProfiled, known: Sequence[PersonProfiled]) -> bool:
    named = [one for one in known if _name(one).given]
    return bool(_name(said).given and named) and not any(_may_be_one(said, one) for one in named)


def _may_be_one(said: PersonProfiled, known: PersonProfiled) -> bool:
    one, other = _name(said), _name(known)
    if _alike(one.given, other.given) or _swapped(one, other):
        return True
    of_one_day = said.born_on is not None and said.born_on == known.born_on
    return of_one_day and not _may_be_twins(one, other)


def _swapped(one: Name, other: Name) -> bool:
    """Also where one of the two is a single word, which then is the family name."""
    crossed = [(one.family, other.given), (one.given, other.family)]
    compared = [pair for pair in crossed if all(pair)]
    return bool(compared) and all(_alike(mine, theirs) for mine, theirs in compared)


def _may_be_twins(one: Name, other: Name) -> bool:
    return bool(one.family and other.family) and names.family(one.family, other.family) is not Alike.OTHER


def _alike(one: Words, other: Words) -> bool:
    return names.given(one, other) is not Alike.OTHER


def _name(profile: PersonProfiled) -> Name:
    return names.read(profile.name, profile.given_name)
