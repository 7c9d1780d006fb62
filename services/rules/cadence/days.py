"""The days on which the person hears from the agency."""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable
from datetime import date

from services.rules.cadence.bounds import Held, NotBefore, Placed
from services.rules.person import Person
from services.rules.playbook import Playbook
from services.rules.proposal import days_after
from shared.facts.tasks import Reason, TaskState

SPACING = "spacing"
QUARTER = "quarter"
_LAST = date.max.toordinal()


class Days:
    """Finds each task the first day that is not too soon for them. Counts days by their ordinals."""

    def __init__(self, person: Person, playbook: Playbook, taken: list[int], counted: list[int]) -> None:
        self._person = person
        rule = playbook.restraint
        self._gap, self._most, self._quarter = rule.spacing_days, rule.messages_a_quarter, rule.quarter_days
        self._taken = taken
        """The days of the tasks in the plan, in order."""
        self._counted = counted
        """The days of contacts and tasks that count for the quarter, in order."""
        self._contact = self._since_contact()

    @classmethod
    def of(cls, person: Person, playbook: Playbook, first: date, exempt: Iterable[TaskState]) -> "Days":
        """With the contacts there were, and the tasks that are placed whatever else is.

        `first`: no day before it is ever looked at, so that contacts of a quarter before it count no more.
        """
        return cls(
            person,
            playbook,
            sorted(_day(task, person) for task in exempt),
            _counted(person, playbook, first.toordinal() - playbook.restraint.quarter_days),
        )

    def place(self, task: TaskState, bounds: Iterable[NotBefore]) -> Placed | Held:
        """The day on which the task opens, which is then taken; or why there is none."""
        found = self._find(task, self._longest(task.opens_on, bounds))
        if isinstance(found, Placed):
            day = max(found.day.toordinal(), _day(task, self._person))
            insort(self._taken, day)
            insort(self._counted, day)
        return found

    def _find(self, task: TaskState, limit: NotBefore | None) -> Placed | Held:
        because = limit.because if limit else SPACING
        wanted, closes = task.opens_on.toordinal(), task.closes_on.toordinal()
        day = limit.day.toordinal() if limit else wanted
        while day <= closes:
            if (later := self._spaced(day)) != day:
                because, limit = SPACING, None
            elif (later := self._capped(day)) != day:
                because, limit = QUARTER, None
            elif day == wanted:
                return Placed(task.opens_on)
            else:
                moved = f"Moved from {task.opens_on}: {self._why(because, limit)}"
                return Placed(date.fromordinal(day), moved)
            day = later
        why, free = self._why(because, limit), date.fromordinal(min(day, _LAST))
        return Held(because, Reason(text=f"Held back: {why}, and the next free day, {free}, is too late"))

    def _why(self, because: str, limit: NotBefore | None) -> str:
        if limit is not None:
            return limit.why
        if because == QUARTER:
            return f"they get at most {self._most} messages in {self._quarter} days"
        return f"{self._gap} days lie between two messages"

    def _longest(self, day: date, bounds: Iterable[NotBefore]) -> NotBefore | None:
        """What keeps a task from its day for longest, the last contact included."""
        longest = None
        for bound in bounds:
            if bound.day > day:
                longest, day = bound, bound.day
        contact = self._contact
        return contact if contact is not None and contact.day > day else longest

    def _since_contact(self) -> NotBefore | None:
        last = self._person.touched_on
        if last is None:
            return None
        days = f"{self._gap} days lie between two messages"
        return NotBefore(days_after(last, self._gap), SPACING, f"{days}, and the last contact was on {last}")

    def _spaced(self, day: int) -> int:
        """The first day from this on that is far enough from every other task's."""
        gap = self._gap
        for other in self._taken:
            if -gap < other - day < gap:
                day = other + gap
        return day

    def _capped(self, day: int) -> int:
        """This day, or a later one to look at where too many messages would fall into one quarter."""
        most, days, quarter = self._most, self._counted, self._quarter
        if most == 0:
            return _LAST + 1
        if len(days) < most or bisect_left(days, day + quarter) - bisect_right(days, day - quarter) < most:
            return day
        place = bisect_left(days, day)
        for first in range(max(0, place - most), min(place, len(days) - most) + 1):
            earliest, latest = days[first], days[first + most - 1]
            if (max(day, latest)) - (min(day, earliest)) < quarter:
                return max(earliest + quarter, day + 1)
        return day


def _counted(person: Person, playbook: Playbook, first: int) -> list[int]:
    """The days of the contacts that count for the quarter, from the first on, in order."""
    exempt, counted = playbook.exempt_plays, list[int]()
    for touch in reversed(person.contacts):
        day = touch.on.toordinal()
        if day < first:
            break
        if touch.play not in exempt:
            counted.append(day)
    return counted[::-1]


def _day(task: TaskState, person: Person) -> int:
    """The day a task counts for: when it opens, or when its snooze ends."""
    dealing = person.dealings.get(task.task)
    snoozed = dealing.snoozed_until if dealing else None
    return (max(task.opens_on, snoozed) if snoozed else task.opens_on).toordinal()
