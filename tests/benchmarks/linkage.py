"""What a bench of identity counts: pairs of records that are one person's."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations

from services.ingest.identity.likeness import blocks
from services.ingest.identity.likeness.evidence import Evidence
from services.ingest.identity.lookalikes import MOST_IN_BLOCK

Pairs = set[frozenset[str]]


def pairs(groups: Iterable[Sequence[str]]) -> Pairs:
    """All pairs within each group."""
    return {frozenset(pair) for group in groups for pair in combinations(group, 2)}


def share(some: Pairs, of: Pairs) -> float:
    """How much of one set the other is."""
    return len(some) / len(of) if of else 0.0


def grouped(keys: Mapping[str, str]) -> dict[str, list[str]]:
    """The records of each group, where the group of each record is given."""
    found: dict[str, list[str]] = defaultdict(list)
    for record, key in keys.items():
        found[key].append(record)
    return found


def sharing(known: Mapping[str, Evidence]) -> Pairs:
    """Who is looked up under the same; as in the database, what too many share is not followed."""
    under: dict[str, list[str]] = defaultdict(list)
    for person, one in known.items():
        for block in blocks.of(one):
            under[block].append(person)
    return pairs(some for some in under.values() if len(some) <= MOST_IN_BLOCK)


def joined(people: Mapping[str, Sequence[str]], right: Pairs) -> Iterator[list[str]]:
    """The records of each person after a yes to these pairs of people."""
    group = {person: {person} for person in people}
    for one, other in map(tuple, right):
        both = group[one] | group[other]
        group.update(dict.fromkeys(both, both))
    for some in {id(each): each for each in group.values()}.values():
        yield [record for person in some for record in people[person]]
