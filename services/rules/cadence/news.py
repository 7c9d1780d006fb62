"""The same news is told once, by whoever tells the more important of two tasks."""

from services.rules.cadence.bounds import Held
from services.rules.person import Person
from services.rules.plays import PLAYS
from shared.facts.tasks import Reason, TaskState

NEWS = "same news"


class Known:
    """What they have heard, and what the tasks that were placed before tell."""

    def __init__(self, person: Person) -> None:
        plays = ((touch, PLAYS.get(touch.play)) for touch in person.touches.values() if touch.play)
        self._told = {(play.news, touch.about): play.name for touch, play in plays if play and play.news}

    def heard(self, task: TaskState) -> Held | None:
        """Why the task would tell nothing new; `None` when it would."""
        told_by = self._told.get(_news(task)) if _group(task) else None
        if told_by is None:
            return None
        text = f"Held back: they hear, or have heard, the same news by “{told_by.replace('_', ' ')}”"
        return Held(NEWS, Reason(text=text))

    def tell(self, task: TaskState) -> None:
        """The task stands in the plan."""
        if _group(task):
            self._told.setdefault(_news(task), task.play)


def _news(task: TaskState) -> tuple[str, str]:
    return _group(task), task.about


def _group(task: TaskState) -> str:
    play = PLAYS.get(task.play)
    return play.news if play else ""
