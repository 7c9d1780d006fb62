"""What speaks against two records being one person, though they share a strong key."""

from collections.abc import Sequence

from services.ingest.identity.likeness import names, scoring
from services.ingest.identity.likeness.names import Alike, Name
from shared.facts.people import PersonProfiled


def contradicts(said: PersonProfiled, known: Sequence[PersonProfiled]) -> bool:
    """Whether a profile can be of nobody of whom these were told: families share an address.

    Another day of birth speaks against it, and a given name that is no form of any known one. Another family
    name does not: people marry.
    """
    return _born_otherwise(said, known) or _named_otherwise(said, known)


def _born_otherwise(said: PersonProfiled, known: Sequence[PersonProfiled]) -> bool:
    mine, theirs = said.born_on, [each.born_on for each in known if each.born_on]
    return bool(mine and theirs) and not any(mine and scoring.born_alike(mine, one) for one in theirs)


def _named_otherwise(said: PersonProfiled, known: Sequence[PersonProfiled]) -> bool:
    mine = names.read(said.name, said.given_name)
    theirs = [names.read(each.name, each.given_name) for each in known]
    named = [one for one in theirs if one.given]
    return bool(mine.given and named) and not any(_may_be_one(mine, one) for one in named)


def _may_be_one(one: Name, other: Name) -> bool:
    if names.given(one.given, other.given) is not Alike.OTHER:
        return True
    turned = bool(one.family) and names.given(one.family, other.given) is not Alike.OTHER
    return turned and bool(other.family) and names.given(one.given, other.family) is not Alike.OTHER
