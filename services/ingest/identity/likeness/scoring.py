"""How much speaks for two records being one person, by Fellegi and Sunter's model of record linkage.

I. P. Fellegi and A. B. Sunter, "A Theory for Record Linkage", Journal of the American Statistical Association
64 (1969). Each comparison adds log2(m/u) bits: m is how often it comes out so for records of one person, u
how often for two people. What is not known on either side adds nothing. The m and u below are round figures
of our own, not learned from an agency's records; `make bench-identity` says what they find in public test
data.
"""

from collections.abc import Callable, Sequence
from datetime import date
from itertools import product
from math import log2
from typing import NamedTuple, TypeVar

import jellyfish

from services.ingest.identity import keys
from services.ingest.identity.likeness import names
from services.ingest.identity.likeness.evidence import Called, Evidence, Role
from services.ingest.identity.likeness.names import Alike
from shared.employers import same_employer

ENOUGH = 20.0
"""Bits from which a pair waits for a person's yes or no: even odds where one in a million is the same."""
ENOUGH_BESIDE = 4.0
"""Bits that must come from other things than the name: nothing follows from a name alone."""
CLOSE_PLACE, CLOSE_TITLE = 0.92, 0.92


def bits(m: float, u: float) -> float:
    """The weight of a comparison that comes out so with these probabilities."""
    return log2(m / u)


GIVEN = {
    Alike.SAME: bits(0.80, 0.010),
    Alike.VARIANT: bits(0.08, 0.004),
    Alike.INITIAL: bits(0.90, 0.080),  # where one of the two is an initial
    Alike.PART: bits(0.02, 0.002),
    Alike.CLOSE: bits(0.05, 0.010),
    Alike.OTHER: bits(0.05, 0.97),
}
FAMILY = {
    Alike.SAME: bits(0.85, 0.002),
    Alike.PART: bits(0.03, 0.001),
    Alike.CLOSE: bits(0.07, 0.004),
    Alike.OTHER: bits(0.05, 0.99),  # people marry
    Alike.VARIANT: 0.0,
    Alike.INITIAL: 0.0,
}
SWAPPED = bits(0.02, 0.3)
"""Given and family name stand in each other's place."""
EMAIL_SAME, PROFILE_SAME = bits(0.50, 0.00001), bits(0.50, 0.000005)
"""Of who would be one by them, did nothing contradict. Another one is usual: people have several."""
PHONE_SAME, PHONE_OTHER = bits(0.60, 0.00004), bits(0.40, 0.99)
BORN_SAME, BORN_CLOSE, BORN_OTHER = bits(0.93, 1 / 18_000), bits(0.05, 1 / 600), bits(0.02, 0.99)
EMPLOYER_SAME, EMPLOYER_OTHER = bits(0.60, 0.002), bits(0.40, 0.99)
SINCE_SAME = bits(0.50, 0.010)
"""At the same employer from the same month on. Another one is another role there."""
TITLE_SAME, TITLE_CLOSE, TITLE_OTHER = bits(0.40, 0.02), bits(0.20, 0.04), bits(0.40, 0.94)
PLACE_SAME, PLACE_CLOSE, PLACE_OTHER = bits(0.70, 0.03), bits(0.10, 0.01), bits(0.20, 0.96)


class Part(NamedTuple):
    """One comparison: the two sides, how they compare in words, and what it weighs."""

    part: str
    one: str
    other: str
    says: str
    bits: float


class Likeness(NamedTuple):
    """All comparisons of two people."""

    parts: tuple[Part, ...]

    @property
    def bits(self) -> float:
        """What all of it weighs."""
        return sum(part.bits for part in self.parts)

    @property
    def enough(self) -> bool:
        """Whether a person should look at it; never for a name alone."""
        beside = sum(part.bits for part in self.parts if part.part not in ("given name", "family name"))
        return self.bits >= ENOUGH and beside >= ENOUGH_BESIDE


Side = TypeVar("Side")
Compared = Callable[[Side, Side], Sequence[Part]]


def compare(one: Evidence, other: Evidence) -> Likeness:
    """How alike two people are; the same whichever comes first, but for which side is which."""
    return Likeness(
        (
            *_best(one.names, other.names, _name),
            *_shared("e-mail address", _addresses(one), _addresses(other), EMAIL_SAME),
            *_shared("profile", _profiles(one), _profiles(other), PROFILE_SAME),
            *_best(one.phones, other.phones, _phone),
            *_best(_day(one.born), _day(other.born), _born),
            *_best(one.places, other.places, _place),
            *_best(_employed(one), _employed(other), _employer),
            *_best(_titled(one), _titled(other), _title),
        )
    )


def _best(mine: Sequence[Side], theirs: Sequence[Side], compared: Compared[Side]) -> Sequence[Part]:
    """The comparison that speaks most for the two; nothing where one side is not known."""
    found = (compared(one, other) for one, other in product(mine, theirs))
    return max(found, key=_weight, default=())


def _weight(parts: Sequence[Part]) -> float:
    return sum(part.bits for part in parts)


def _name(one: Called, other: Called) -> Sequence[Part]:
    """Straight, or with the names of either side swapped: were it always the first's, order would matter."""
    mine, theirs = names.read(one.name, one.given), names.read(other.name, other.given)
    crossed = _named(_turned(mine), theirs), _named(mine, _turned(theirs))
    return max([_named(mine, theirs), *(_swapped(parts) for parts in crossed if parts)], key=_weight)


def _turned(name: names.Name) -> names.Name:
    return names.Name(name.family, name.given)


def _swapped(parts: Sequence[Part]) -> Sequence[Part]:
    first, *rest = parts
    says = f"{first.says}; the names are swapped"
    return [first._replace(says=says, bits=first.bits + SWAPPED), *rest]


def _named(mine: names.Name, theirs: names.Name) -> Sequence[Part]:
    found = []
    if mine.given and theirs.given:
        says = names.given(mine.given, theirs.given)
        found.append(Part("given name", _said(mine.given), _said(theirs.given), says, GIVEN[says]))
    if mine.family and theirs.family:
        says = names.family(mine.family, theirs.family)
        found.append(Part("family name", _said(mine.family), _said(theirs.family), says, FAMILY[says]))
    return found


def _said(words: names.Words) -> str:
    return " ".join(words)


def _shared(part: str, mine: frozenset[str], theirs: frozenset[str], weight: float) -> Sequence[Part]:
    """A key that both have; that somebody has none of the other's says nothing."""
    return [Part(part, each, each, "the same", weight) for each in sorted(mine & theirs)[:1]]


def _addresses(evidence: Evidence) -> frozenset[str]:
    return frozenset(key for each in evidence.emails if (key := keys.email(each)))


def _profiles(evidence: Evidence) -> frozenset[str]:
    return frozenset(key for each in evidence.profiles if (key := keys.profile(each)))


def _phone(one: str, other: str) -> Sequence[Part]:
    same = one == other
    return (Part("phone", one, other, _same(same), PHONE_SAME if same else PHONE_OTHER),)


def _born(one: date, other: date) -> Sequence[Part]:
    if one == other:
        says, weight = "the same", BORN_SAME
    elif born_alike(one, other):
        says, weight = "nearly the same", BORN_CLOSE
    else:
        says, weight = "another", BORN_OTHER
    return (Part("born", str(one), str(other), says, weight),)


def born_alike(one: date, other: date) -> bool:
    """Whether two days differ by one digit at most, or by day and month in each other's place."""
    turned = (one.year, one.month, one.day) == (other.year, other.day, other.month)
    return turned or sum(mine != theirs for mine, theirs in zip(str(one), str(other), strict=True)) <= 1


def _place(one: str, other: str) -> Sequence[Part]:
    mine, theirs = one.casefold().strip(), other.casefold().strip()
    if mine == theirs:
        says, weight = "the same", PLACE_SAME
    elif jellyfish.jaro_winkler_similarity(mine, theirs) >= CLOSE_PLACE:
        says, weight = "nearly the same", PLACE_CLOSE
    else:
        says, weight = "another", PLACE_OTHER
    return (Part("place", one, other, says, weight),)


def _employer(one: Role, other: Role) -> Sequence[Part]:
    mine, theirs = one.employer or "", other.employer or ""
    same = same_employer(mine, theirs)
    found = [Part("employer", mine, theirs, _same(same), EMPLOYER_SAME if same else EMPLOYER_OTHER)]
    if same and one.since and other.since and f"{one.since:%Y-%m}" == f"{other.since:%Y-%m}":
        found.append(Part("since", str(one.since), str(other.since), "the same month", SINCE_SAME))
    return found


def _title(one: str, other: str) -> Sequence[Part]:
    mine, theirs = one.casefold().split(), other.casefold().split()
    near = jellyfish.jaro_winkler_similarity(" ".join(sorted(mine)), " ".join(sorted(theirs)))
    if mine == theirs:
        says, weight = "the same", TITLE_SAME
    elif near >= CLOSE_TITLE or set(mine) <= set(theirs) or set(theirs) <= set(mine):
        says, weight = "nearly the same", TITLE_CLOSE
    else:
        says, weight = "another", TITLE_OTHER
    return (Part("title", one, other, says, weight),)


def _employed(evidence: Evidence) -> Sequence[Role]:
    return [role for role in evidence.roles if role.employer]


def _titled(evidence: Evidence) -> Sequence[str]:
    return list(dict.fromkeys(role.title for role in evidence.roles if role.title))


def _day(day: date | None) -> Sequence[date]:
    return (day,) if day else ()


def _same(same: bool) -> str:  # noqa: FBT001 - a value, not a switch
    return "the same" if same else "another"
