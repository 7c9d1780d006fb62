"""What a person told us: about themselves, their job, and how satisfied they are."""

from datetime import date

import msgspec

from shared.facts.registry import Fact, event


@event("note.taken", personal=("words",))
class NoteTaken(Fact, frozen=True, kw_only=True):
    """Somebody wrote down what is worth remembering."""

    feed: str
    by: str | None = None
    words: str | None = None


@event("goal.stated", personal=("words",))
class GoalStated(Fact, frozen=True, kw_only=True):
    """The person wants to reach something; the same goal again corrects it, or says it was reached."""

    feed: str
    goal: str
    """The id of the goal."""
    target: date | None = None
    """By when."""
    reached: bool = False
    words: str | None = None


@event("motivation.stated", personal=("words",))
class MotivationStated(Fact, frozen=True, kw_only=True):
    """What drives the person."""

    feed: str
    words: str | None = None


@event("interest.stated", personal=("topic",))
class InterestStated(Fact, frozen=True, kw_only=True):
    """A topic the person likes to hear of."""

    feed: str
    topic: str | None = None


@event("achievement.noted", personal=("words",))
class AchievementNoted(Fact, frozen=True, kw_only=True):
    """The person achieved something: an award, a launch, a degree."""

    feed: str
    achievement: str
    """The id of the achievement."""
    on: date
    words: str | None = None


@event("satisfaction.stated", personal=("score",))
class SatisfactionStated(Fact, frozen=True, kw_only=True):
    """How satisfied the person is with the agency's work, outside any task."""

    feed: str
    on: date
    score: int | None = None
    """0 to 10."""


@event("search.stated")
class SearchStated(Fact, frozen=True, kw_only=True):
    """Whether the person is looking for another job."""

    feed: str
    looking: bool


@event("wish.stated", personal=("places", "skills", "pay_from", "currency"))
class WishStated(Fact, frozen=True, kw_only=True):
    """Where the person would work, with what, and for how much; stated again, the newest holds whole."""

    feed: str
    places: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    """What they know, beside what their titles say."""
    pay_from: int | None = None
    """The least a year, in whole units of the currency."""
    currency: str | None = None
    """By ISO 4217: `EUR`."""


@event("answers.given", personal=("answers", "employer"))
class AnswersGiven(Fact, frozen=True, kw_only=True):
    """The person answered the questions of a play."""

    task: str
    play: str
    about: str
    """The id of what the task was about: a placement, a role."""
    on: date
    employer: str | None = None
    """Whom the answers speak of."""
    answers: dict[str, str] = msgspec.field(default_factory=dict)
    """By the name of the question, as the play's form has it."""
