"""The same news is told once, by whoever tells the more important of two tasks."""

from services.rules.cadence.bounds import Held
from services.rules.person import Person
from services.rules.plays import PLAYS
from shared.facts.tasks import Reason, TaskState
from shared.naming import as_words

NEWS = "same news"
_WORDS = {name: play.news for name, play in PLAYS.items() if play.news}
"""By the plays that tell any."""


class Known:
    """What they have heard, and what the tasks that were placed before tell."""

    def __init__(self, person: Person) -> None:
        self._told = {
            (word, touch.about): touch.play
            for touch in person.touches.values()
            if touch.play in _WORDS
            for word in _WORDS[touch.play]
        }

    def heard(self, task: TaskState) -> Held | None:
        """Why the task would tell nothing new; `None` when it would."""
        if task.play not in _WORDS:
            return None
        for word in _WORDS[task.play]:
            if told_by := self._told.get((word, task.about)):
                by = as_words(told_by)
                text = f"Held back: they hear, or have heard, the same news by “{by}”"
                return Held(NEWS, Reason(text=text))
        return None

    def tell(self, task: TaskState) -> None:
        """The task stands in the plan."""
        for word in _WORDS.get(task.play, ()):
            self._told.setdefault((word, task.about), task.play)
