"""The same news is told once, by whoever tells the more important of two tasks."""

from collections.abc import Iterator

from services.rules.cadence.bounds import Held
from services.rules.person import Person
from services.rules.plays import PLAYS
from shared.facts.tasks import Reason, TaskState

NEWS = "same news"


class Known:
    """What they have heard, and what the tasks that were placed before tell."""

    def __init__(self, person: Person) -> None:
        touches = [touch for touch in person.touches.values() if touch.play]
        self._told = {news: str(one.play) for one in touches for news in _news(str(one.play), one.about)}

    def heard(self, task: TaskState) -> Held | None:
        """Why the task would tell nothing new; `None` when it would."""
        told_by = next(
            (self._told[news] for news in _news(task.play, task.about) if news in self._told), None
        )
        if told_by is None:
            return None
        text = f"Held back: they hear, or have heard, the same news by “{told_by.replace('_', ' ')}”"
        return Held(NEWS, Reason(text=text))

    def tell(self, task: TaskState) -> None:
        """The task stands in the plan."""
        for news in _news(task.play, task.about):
            self._told.setdefault(news, task.play)


def _news(play: str, about: str) -> Iterator[tuple[str, str]]:
    known = PLAYS.get(play)
    return ((word, about) for word in (known.news if known else ()))
