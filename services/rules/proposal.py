"""What a play would like to happen: a task with a window and its reasons."""

from collections.abc import Iterable
from datetime import date

from msgspec import Struct

from services.rules.person import Person
from services.rules.person.career import Post
from services.rules.person.history import Said
from services.rules.person.placement import Placement
from shared.facts.spans import Span
from shared.facts.tasks import Material, Reason

WIDEST_START_DAYS = 31
"""How uncertain a start may be for it to say since when somebody is in a job."""

_LAST = date.max.toordinal()


class Proposal(Struct, frozen=True, kw_only=True):
    """A task somebody would like to exist. Its window is `opens_on` to `closes_on`, both inclusive."""

    about: str
    occurrence: str
    asserted_by: tuple[str, ...]
    """The facts that assert what it is about, the first one first."""
    opens_on: date
    closes_on: date
    headline: str
    reasons: tuple[Reason, ...]
    brings: dict[str, str] = {}
    recruiter: str | None = None
    """Who should do it; without one, who looks after the person."""
    materials: tuple[Material, ...] = ()


def facts(said: Iterable[Said]) -> tuple[str, ...]:
    """The ids of facts."""
    return tuple(one.fact for one in said)


def looked_after_by(person: Person, placement: Placement | None = None) -> str | None:
    """Who should do a task: who looks after the person, or who placed them, or who was last in touch.

    `placement`: what the task is about; without one their newest counts. `None` is the agency's pool.
    """
    if person.recruiter:
        return person.recruiter
    placed = placement or next((one.placement for one in reversed(person.posts) if one.placement), None)
    if placed and placed.recruiter:
        return placed.recruiter
    last = person.spoke or person.last_touch
    return last.by if last else None


def days_after(day: date, days: int) -> date:
    """So many days later; the last day there is where the calendar ends."""
    return date.fromordinal(min(day.toordinal() + days, _LAST))


def sure_start(starts: Span) -> date | None:
    """The first day that is sure to be in a job; `None` when the start is known less well than to a month."""
    first, last = starts.earliest, starts.latest
    if first is None or last is None or (last - first).days > WIDEST_START_DAYS:
        return None
    return last


def counted_from(person: Person, post: Post) -> date | None:
    """Since when somebody is known to be in a post: its latest possible start.

    A start that is known less well than to a month counts from the day we learned of it, if that is later.
    `None` when nothing is known of it.
    """
    role = person.roles.get(post.id)
    if post.begun is None or role is None or role.change is None or sure_start(post.began):
        return post.begun
    return max(post.begun, role.change.learned)


def recurring(first: date, every: int, open_days: int, today: date) -> tuple[int, date]:
    """Which occurrence of a series comes next, from 1, and the day on which it opens.

    The series opens on `first` and then every `every` days, each time for `open_days`; what was missed is
    stepped over.
    """
    late = (today - first).days - open_days
    missed = 0 if late <= 0 else -(-late // max(every, 1))
    return missed + 1, days_after(first, missed * every)
