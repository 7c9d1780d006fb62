"""How well a job fits somebody, from 0 to 100, and why, in words. Pure.

Forty points are for the field, without which nothing fits. The others are below. What is not known of a
person or a job counts about half: it speaks neither for nor against them. `candidates.py` asks the
database for the best by the same numbers; a test says that the two agree.
"""

from functools import lru_cache
from typing import NamedTuple

from services.matching.profile import Seat
from shared.titles import Seniority

FIELD = 40
STEPS = {0: 25, 1: 20, 2: 10, -1: 5}
"""By how many rungs the job stands above the person; whatever is not here does not fit."""
RANK_UNKNOWN = 10
SKILLS, SKILLS_UNKNOWN = 20, 10
"""All that are asked for, and where none are."""
PLACE, PLACE_UNKNOWN = 10, 5
PAY, PAY_UNKNOWN = 5, 2
LEAST = 60
"""What fits less is not worth anybody's time."""
MOST_NAMED = 5
"""Skills that are named in the reason."""

_STEP_WORDS = {0: "the same rank", 1: "one step up", 2: "two steps up", -1: "one step down"}


class Sought(NamedTuple):
    """What a job asks for and offers."""

    field: str
    seniority: str
    """By name; empty where the title does not tell."""
    skills: tuple[tuple[int, str], ...] = ()
    """Hidden, and as the job puts it."""
    place: int | None = None
    """Hidden."""
    place_name: str | None = None
    pay: int | None = None
    """The most it pays."""
    currency: str | None = None


class Fit(NamedTuple):
    """That and how well something fits somebody."""

    score: int
    why: str


@lru_cache
def ranks(seniority: str) -> dict[str, int]:
    """The points of each rank, by name, that may be asked for a job of this rank."""
    names = {each.name.lower(): each for each in Seniority}
    if not seniority:
        return {"": RANK_UNKNOWN} | dict.fromkeys(names, RANK_UNKNOWN)
    wanted = names[seniority]
    near = {name: STEPS[step] for name, each in names.items() if (step := wanted - each) in STEPS}
    return {"": RANK_UNKNOWN} | near


def fit(seat: Seat, sought: Sought) -> Fit | None:
    """How a job fits somebody; `None` when it does not.

    It is like one they were placed in only in the same field at the same, known rank.
    """
    points = ranks(sought.seniority).get(seat.seniority)
    if seat.field != sought.field or points is None or not _alike(seat, sought):
        return None
    score = FIELD + points + _skills(seat, sought) + _place(seat, sought) + _pay(seat, sought)
    return Fit(score, _why(seat, sought)) if score >= LEAST else None


def _alike(seat: Seat, sought: Sought) -> bool:
    return seat.kind == "field" or (seat.seniority == sought.seniority and seat.seniority != "")


def _known(seat: Seat, sought: Sought) -> list[str]:
    return [name for hidden, name in sought.skills if hidden in seat.words]


def _skills(seat: Seat, sought: Sought) -> int:
    asked = len(sought.skills)
    return SKILLS * len(_known(seat, sought)) // asked if asked else SKILLS_UNKNOWN


def _place(seat: Seat, sought: Sought) -> int:
    if sought.place is None or not seat.places:
        return PLACE_UNKNOWN
    return PLACE if sought.place in seat.places else 0


def _pay(seat: Seat, sought: Sought) -> int:
    if sought.pay is None or seat.pay_from is None or seat.currency != sought.currency:
        return PAY_UNKNOWN
    return PAY if sought.pay >= seat.pay_from else 0


def _why(seat: Seat, sought: Sought) -> str:
    whose = "the field they are in" if seat.kind == "field" else "the field we placed them in"
    reasons = [whose, *_rank_words(seat, sought)]
    if known := _known(seat, sought):
        reasons.append(f"asks for {', '.join(known[:MOST_NAMED])}, which they know")
    if _place(seat, sought) == PLACE:
        reasons.append(f"in {sought.place_name}, where they would work")
    if _pay(seat, sought) == PAY:
        reasons.append("pays what they look for")
    return "; ".join(reasons)


def _rank_words(seat: Seat, sought: Sought) -> list[str]:
    if not seat.seniority or not sought.seniority:
        return []
    step = Seniority[sought.seniority.upper()] - Seniority[seat.seniority.upper()]
    return [_STEP_WORDS[step]]
