"""Which of those that fit are matched: the best, as far as there is room. Pure."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from shared.facts import Fact


class Candidate(NamedTuple):
    """Somebody and a job or resource that fit each other."""

    match: str
    person: str
    subject: str
    kind: str
    score: int
    body: Fact
    """What is said of them."""


def choose(
    candidates: Iterable[Candidate], person_room: Mapping[str, int], subject_room: Mapping[str, int]
) -> list[Candidate]:
    """Take the best first, each once, while there is room on both sides; the rest is left."""
    left = (dict(person_room), dict(subject_room))
    taken: dict[str, Candidate] = {}
    for each in sorted(candidates, key=_best_first):
        if each.match not in taken and left[0].get(each.person, 0) > 0 and left[1].get(each.subject, 0) > 0:
            taken[each.match] = each
            left[0][each.person] -= 1
            left[1][each.subject] -= 1
    return list(taken.values())


def _best_first(each: Candidate) -> tuple[int, str, str, str]:
    return (-each.score, each.subject, each.person, each.kind)
