"""Asks: one after enough gives, one at a time, none in a hard time."""

from datetime import date

from services.rules.cadence.bounds import Held, NotBefore
from services.rules.person import Person
from services.rules.person.contacts import Touch
from services.rules.playbook import Playbook
from services.rules.plays import PLAYS
from services.rules.proposal import days_after
from shared.facts.tasks import Reason, TaskState
from shared.naming import as_words

GIVES = "gives first"
ANOTHER = "another ask"
HARD_TIME = "hard time"
NUMBERS = ("no", "one", "two", "three", "four", "five")

_SIDES: dict[str | None, str] = {name: play.side for name, play in PLAYS.items()}


class Favours:
    """What may be asked of the person, as one task after the other is placed."""

    def __init__(self, person: Person, playbook: Playbook) -> None:
        self._person = person
        self._playbook = playbook
        self._planned: str | None = None
        self._given: int | None = None

    def refuses(self, task: TaskState) -> Held | None:
        """Why the task asks too much of them; `None` when it does not, or asks nothing."""
        if task.side != "ask":
            return None
        if self._planned:
            text = f"Held back: one ask at a time, and the one to {self._planned} comes first"
            return Held(ANOTHER, Reason(text=text))
        needed, given = self._playbook.restraint.gives_before_an_ask, self._gives()
        if given >= needed:
            return None
        text = (
            f"Held back: {_count(given)} done since the last ask, and {_count(needed)} come before the next"
        )
        return Held(GIVES, Reason(text=text))

    def _gives(self) -> int:
        """Counted when the first task asks for it."""
        if self._given is None:
            self._given = gives(self._person)
        return self._given

    def not_before(self, task: TaskState) -> NotBefore | None:
        """From when on they may be asked, after a hard time."""
        pause_ends = _pause_ends(self._person, self._playbook) if task.side == "ask" else None
        if pause_ends is None:
            return None
        why = f"asks pause in a hard time, until {pause_ends}"
        return NotBefore(days_after(pause_ends, 1), HARD_TIME, why)

    def plan(self, task: TaskState) -> None:
        """The task stands in the plan."""
        if task.side == "ask":
            self._planned = as_words(task.play)


def gives(person: Person) -> int:
    """How many gives were done since the last ask."""
    given = list[tuple[date, str]]()
    for touch in reversed(person.contacts):
        side = _SIDES.get(touch.play)
        if side == "give":
            given.append(_order(touch))
        elif side == "ask":
            return sum(1 for when in given if when > _order(touch))
    return len(given)


def _order(touch: Touch) -> tuple[date, str]:
    return touch.on, touch.said.occurred


def _pause_ends(person: Person, playbook: Playbook) -> date | None:
    """The last day of the hard time."""
    last = person.setbacks[-1].day if person.setbacks else None
    pause = playbook.settings("stand_by_in_a_setback").asks_pause_days
    return days_after(last, pause) if last else None


def _count(gives: int) -> str:
    number = NUMBERS[gives] if gives < len(NUMBERS) else str(gives)
    return f"{number} give{'' if gives == 1 else 's'}"
