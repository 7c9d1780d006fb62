"""The vocabulary of the tests of the arrangement: tasks that somebody would like, and where they end up."""

from datetime import UTC, date, datetime

from services.rules.cadence import Arrangement
from services.rules.person import Person
from services.rules.person.history import Consent, Said
from shared.facts.tasks import TaskState

AT = datetime(2026, 3, 1, 9, tzinfo=UTC)
SAID = Said("2026-03-01", AT, "fact", "desk")
WILLING = Person(seen=AT, today=AT.date(), consent=Consent(SAID, given=True))


def task(name: str, opens: str, closes: str, *, side: str = "give", importance: int = 3) -> TaskState:
    return TaskState(
        task=name,
        revision=0,
        play="play",
        about="about",
        occurrence=name,
        opens_on=date.fromisoformat(opens),
        closes_on=date.fromisoformat(closes),
        side=side,
        importance=importance,
    )


def lines(arrangement: Arrangement) -> list[str]:
    return [
        f"{one.task.task} {one.because}" if one.because else f"{one.task.task} {one.task.opens_on}"
        for one in arrangement.tasks
    ]
