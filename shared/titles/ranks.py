"""The rank that a title names, and whether its holder hires people."""

from collections.abc import Iterable, Sequence

from msgspec import Struct

from shared.titles.dictionary import BANKER, BANKING, JOINING, MARKS, Area, Mark
from shared.titles.managers import manager
from shared.titles.phrases import Found, Words
from shared.titles.seniority import Seniority
from shared.titles.words import PAUSE

_OF_SOMEBODY = ("s",)
"""What is left of an apostrophe: a director's office is not the director."""
_NUMERALS = {
    "1": 0, "2": 1, "3": 2, "4": 3, "5": 4, "6": 5, "i": 0, "ii": 1, "iii": 2, "iv": 3, "v": 4, "vi": 5,
}  # fmt: skip


class Rank(Struct, frozen=True):
    """How high, whether its holder hires, and the place within the rank."""

    seniority: Seniority | None
    hires: bool | None
    step: int = 0


def rank_of(words: Words, areas: Sequence[Found[Area]]) -> Rank | None:
    """The rank of one role; None where no word tells any."""
    roles = [one for one in areas if one.value.is_role]
    marks = _counting(words, roles)
    settled = next((one.value for one in marks if one.value.settles), None)
    if settled is not None:
        return Rank(settled.seniority, settled.hires)
    posts = [one for one in marks if one.value.is_post]
    return _post(words, posts, marks) if posts else _grade(words, marks, roles)


def _counting(words: Words, roles: Sequence[Found[Area]]) -> list[Found[Mark]]:
    marks = [manager(words, one) if one.value.by_qualifier else one for one in MARKS.all(words)]
    people = [one.start for one in marks] + [one.start for one in roles]
    posts = [one.start for one in marks if one.value.is_post]
    counting = (one for one in marks if _counts(words, one, people))
    return [_deputy(words, one, posts) if one.value.deputy else one for one in counting]


def _counts(words: Words, found: Found[Mark], people: Sequence[int]) -> bool:
    if words[found.end : found.end + 1] == _OF_SOMEBODY:
        return False
    if found.value.prefix:
        return _stands_before(words, found, people)
    if found.value.closing:
        return found.end == len(words) or words[found.end] in JOINING
    return True


def _stands_before(words: Words, found: Found[Mark], starts: Sequence[int]) -> bool:
    """Whether any of them begins after it, within its breath."""
    return any(found.end <= start and PAUSE not in words[found.end : start] for start in starts)


def _deputy(words: Words, found: Found[Mark], posts: Sequence[int]) -> Found[Mark]:
    """An assistant: before a post the one below it, else nobody's superior, whoever's name stands beside."""
    if _stands_before(words, found, posts):
        return Found(found.start, found.end, Mark(step=-1))
    is_aside = any(PAUSE in words[start : found.start] for start in posts)
    return Found(found.start, found.end, Mark(found.value.seniority, hires=False, settles=not is_aside))


def _post(words: Words, posts: Sequence[Found[Mark]], marks: Sequence[Found[Mark]]) -> Rank:
    top = max(posts, key=_height)
    above = (one.value.step for one in marks if one not in posts and _stands_before(words, one, [top.start]))
    step = top.value.step + sum(above)
    if top.value.seniority is Seniority.VP and any(BANKING.all(words)):
        return Rank(BANKER.seniority, BANKER.hires, step)
    if any(one.value.hires is False and one.value.step < 0 for one in marks):
        return Rank(top.value.seniority, None, step)  # a junior manager may manage anything
    hires = True if any(one.value.hires for one in posts) else top.value.hires
    return Rank(top.value.seniority, hires, step)


def _height(found: Found[Mark]) -> tuple[int, int]:
    return (-1 if found.value.seniority is None else found.value.seniority, found.value.step)


def _grade(words: Words, marks: Sequence[Found[Mark]], roles: Sequence[Found[Area]]) -> Rank | None:
    told = [one.value.seniority for one in marks if one.value.seniority is not None]
    if not told and not roles:
        return None
    hires = False if any(one.value.hires is False for one in marks) else None
    seniority = Seniority.JUNIOR if Seniority.JUNIOR in told else max(told, default=Seniority.MID)
    return Rank(seniority, hires, _number(words, {one.end for one in marks} | {one.end for one in roles}))


def _number(words: Words, ends: Iterable[int]) -> int:
    """The number behind a title, as in Engineer III, counted from the first."""
    return max((_NUMERALS.get(words[end], 0) for end in ends if end < len(words)), default=0)
