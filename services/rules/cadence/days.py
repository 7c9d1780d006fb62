"""The days on which the person hears from the agency."""

from bisect import bisect_left, insort
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from services.rules.cadence.bounds import Held, NotBefore, Placed
from services.rules.person import Person
from services.rules.playbook import Playbook
from shared.facts.tasks import Reason, TaskState

SPACING = "spacing"
QUARTER = "quarter"


class Days:
    """Finds each task the first day that is not too soon for them."""

    def __init__(self, person: Person, playbook: Playbook, taken: list[date], counted: list[date]) -> None:
        self._person = person
        self._rule = playbook.restraint
        self._gap = timedelta(days=self._rule.spacing_days)
        self._quarter = timedelta(days=self._rule.quarter_days)
        self._taken = taken
        """The days of the tasks in the plan, in order."""
        self._counted = counted
        """The days of contacts and tasks that count for the quarter, in order."""
        self._contact = self._since_contact()

    @classmethod
    def of(cls, person: Person, playbook: Playbook, exempt: Iterable[TaskState]) -> "Days":
        """With the contacts there were, and the tasks that are placed whatever else is."""
        touches, exempt_plays = person.touches.values(), playbook.exempt_plays
        counted = sorted(touch.on for touch in touches if touch.play not in exempt_plays)
        return cls(person, playbook, sorted(_day(task, person) for task in exempt), counted)

    def place(self, task: TaskState, bounds: Sequence[NotBefore | None]) -> Placed | Held:
        """The day on which the task opens, which is then taken; or why there is none."""
        found = self._find(task, bounds)
        if isinstance(found, Placed):
            day = max(found.day, _day(task, self._person))
            insort(self._taken, day)
            insort(self._counted, day)
        return found

    def _find(self, task: TaskState, bounds: Sequence[NotBefore | None]) -> Placed | Held:
        latest = self._bound(task, bounds)
        because, why = (latest.because, latest.why) if latest else (SPACING, "")
        day = latest.day if latest else task.opens_on
        while day <= task.closes_on:
            if (later := self._spaced(day)) != day:
                because, why = SPACING, f"{self._rule.spacing_days} days lie between two messages"
            elif (later := self._capped(day)) != day:
                because, why = QUARTER, self._few()
            else:
                return Placed(day, None if day == task.opens_on else f"Moved from {task.opens_on}: {why}")
            day = later
        return Held(because, Reason(text=f"Held back: {why}, and the next free day, {day}, is too late"))

    def _bound(self, task: TaskState, bounds: Sequence[NotBefore | None]) -> NotBefore | None:
        """What keeps it from its day for longest, the last contact included."""
        longest, day = None, task.opens_on
        for bound in (*bounds, self._contact):
            if bound is not None and bound.day > day:
                longest, day = bound, bound.day
        return longest

    def _since_contact(self) -> NotBefore | None:
        last = self._person.touched_on
        if last is None:
            return None
        days = f"{self._rule.spacing_days} days lie between two messages"
        return NotBefore(last + self._gap, SPACING, f"{days}, and the last contact was on {last}")

    def _spaced(self, day: date) -> date:
        """The first day from this on that is far enough from every other task's."""
        for other in self._taken:
            if abs(other - day) < self._gap:
                day = other + self._gap
        return day

    def _capped(self, day: date) -> date:
        """This day, or a later one to look at where too many messages would fall into one quarter."""
        most, days = self._rule.messages_a_quarter, self._counted
        if most == 0:
            return date.max
        place = bisect_left(days, day)
        for first in range(max(0, place - most), min(place, len(days) - most) + 1):
            earliest, latest = days[first], days[first + most - 1]
            if max(latest, day) - min(earliest, day) < self._quarter:
                return max(earliest + self._quarter, day + timedelta(days=1))
        return day

    def _few(self) -> str:
        rule = self._rule
        return f"they get at most {rule.messages_a_quarter} messages in {rule.quarter_days} days"


def _day(task: TaskState, person: Person) -> date:
    """The day a task counts for: when it opens, or when its snooze ends."""
    dealing = person.dealings.get(task.task)
    snoozed = dealing.snoozed_until if dealing else None
    return max(task.opens_on, snoozed) if snoozed else task.opens_on
