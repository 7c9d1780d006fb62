"""Plays a life day by day against the rules, with a recruiter who does what is due, and writes it down."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from services.query.words import sentence
from services.rules.heart import replan
from services.rules.person.fold import NOBODY, extend
from services.rules.plan import EMPTY, Change
from services.rules.playbook import Playbook
from services.rules.wants import wants
from shared.envelope import Event, computed_id, moment
from shared.facts import Fact
from shared.facts.dates import AnniversaryDue, ReviewDue
from shared.facts.outreach import OutreachCompleted
from shared.facts.tasks import TaskExpired, TaskHeldBack, TaskState, TaskWithdrawn

ZONE = ZoneInfo("Europe/London")
WITHIN = timedelta(days=2)
"""How long after a task opens the recruiter does it."""
ANCHORED = (
    *("reconnect_before_it_goes_cold", "support_an_advocate"),
    *("invite_to_catch_up", "offer_market_insight"),
)
"""Plays whose next task begins anew with each contact."""
Answer = Callable[[TaskState, date], Iterable[Fact]]
"""What the person says when a task of a play is done."""


class Life:
    """One person, the facts about them, and what came of each."""

    def __init__(self, playbook: Playbook, answers: Mapping[str, Answer], leave: tuple[str, str]) -> None:
        self._playbook = playbook
        self._answers = answers
        self._leave = [date.fromisoformat(day) for day in leave]
        self._person, self._plan, self._wanted = NOBODY, EMPTY, wants(NOBODY, playbook)
        self._number = 0
        self._day = self._written = date.min
        self._held: set[str] = set()
        self.lines: list[str] = []

    def live(self, script: Iterable[tuple[str, Fact]], until: str) -> str:
        """The whole life as a document."""
        told = sorted((date.fromisoformat(day), number, fact) for number, (day, fact) in enumerate(script))
        last = date.fromisoformat(until)
        while (day := self._next(told)) and day <= last:
            self._day = day
            today = [told.pop(0)[2] for _ in range(sum(each[0] == day for each in told))]
            self._take(today or [ReviewDue(on=day)], silent=not today)
            for task in self._due(day):
                self._do(task, day)
        return "\n".join(["# Ten years of Ann Lee", *self.lines]) + "\n"

    def _next(self, told: list[tuple[date, int, Fact]]) -> date | None:
        days = [day for day, _, _ in told[:1]]
        days += [max(self._done_on(task), self._day) for task in self._open()]
        days += [self._plan.review_on] if self._plan.review_on else []
        return min(days, default=None)

    def _open(self) -> Iterator[TaskState]:
        entries = self._plan.entries.values()
        return (entry.task for entry in entries if entry.status == "planned" and entry.task)

    def _done_on(self, task: TaskState) -> date:
        """The day on which the recruiter does it, if it is still there."""
        first, last = self._leave
        day = task.opens_on + WITHIN
        return last if first <= day < last else day

    def _due(self, day: date) -> list[TaskState]:
        due = (task for task in self._open() if self._done_on(task) <= day)
        return sorted(due, key=lambda task: (task.importance, task.play))

    def _do(self, task: TaskState, day: date) -> None:
        if task.task not in {still.task for still in self._open()}:
            return
        said = list(self._answers[task.play](task, day)) if task.play in self._answers else []
        done = OutreachCompleted(
            task=task.task,
            version=1,
            by="Ruth",
            play=task.play,
            about=task.about,
            outcome="replied" if said else "sent",
            on=day,
            satisfaction=next((one for one in said if isinstance(one, int)), None),
        )
        self._say(f"- Ruth did: {_named(task)}")
        self._say(*(f"  - {reason.text}" for reason in task.reasons))
        self._take([done, *(one for one in said if not isinstance(one, int))], silent=True)

    def _take(self, facts: Iterable[Fact], *, silent: bool) -> None:
        events = [self._event(fact) for fact in facts]
        if not silent:
            self._say(*(f"- {sentence(event.body)}" for event in events))
        self._person = extend(self._person, events, ZONE)
        self._wanted = wants(self._person, self._playbook, self._wanted)
        changes, self._plan = replan(self._person, self._plan, self._wanted)
        told = [line for change in changes if (line := _worth_telling(change))]
        self._say(*(f"- Its plan: {line}" for line in told if _once(line, self._held)))

    def _event(self, fact: Fact) -> Event:
        self._number += 1
        at = datetime.combine(self._day, time(9), UTC) + timedelta(seconds=self._number % 3_600)
        return Event(
            id=computed_id("life", self._number),
            agency="agency",
            subject="person",
            source="test",
            occurred=moment(at),
            recorded_at=at,
            body=fact,
        )

    def _say(self, *lines: str) -> None:
        """Write lines under the day's heading; a day without any has none."""
        if lines and self._day != self._written:
            if self._day.year != self._written.year:
                self.lines += ["", f"## {self._day.year}"]
            self.lines += ["", f"**{self._day:%-d %B}**", ""]
            self._written = self._day
        self.lines += lines


def _named(task: TaskState) -> str:
    return f"{task.headline} ({task.play}, {task.side})"


def _once(line: str, told: set[str]) -> bool:
    """Whether this was not told of the same task before, whatever the days."""
    plain = "".join(sign for sign in line if not sign.isdigit())
    new = plain not in told
    told.add(plain)
    return new


def _worth_telling(change: Change) -> str | None:
    """What a reader of a life wants to know of a plan, beside what was done: what was not, and why."""
    match change:
        case TaskHeldBack():
            return f"{_named(change)}. {change.reasons[-1].text}"
        case TaskWithdrawn(play=play) if play not in ANCHORED:
            return f"withdrawn, as {change.because}: {_named(change)}"
        case TaskExpired():
            return f"not done in time: {_named(change)}"
        case _:
            return None


def anniversaries(placement: str, start: date, years: int) -> Iterator[tuple[str, Fact]]:
    """What the calendar announces, seven days ahead."""
    for number in range(1, years + 1):
        day = start.replace(year=start.year + number)
        due = AnniversaryDue(placement=placement, occurs_on=day, years=number)
        yield str(day - timedelta(days=7)), due
