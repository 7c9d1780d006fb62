"""What can be told of a person: a class per kind, each with the fact it becomes. Pure.

Here is what they said of themselves, and contacts; `found` has jobs and resources, `done` their favours. To
add a kind, write its class and name it in `AnyStatement`.
"""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from services.ingest.firsthand.done import ClientWon, Referral, ReferralPlaced, Review, Testimonial
from services.ingest.firsthand.found import MatchWithdrawn, Opportunity, Resource
from services.ingest.firsthand.statement import LongWords, Said, Short, Statement, Words
from shared.envelope import computed_id
from shared.facts import Fact, contacts, heard, people


class Note(Statement):
    """Something worth remembering."""

    kind: Literal["note"]
    words: LongWords
    by: Short | None = Field(None, description="The recruiter.")

    def fact(self, _said: Said) -> Fact:
        """`note.taken`."""
        return heard.NoteTaken(feed=self.feed, by=self.by, words=self.words)


class Goal(Statement):
    """What the person wants to reach."""

    kind: Literal["goal"]
    words: Words
    target: date | None = Field(None, description="By when.")
    reached: bool = False
    goal: UUID | None = Field(None, description="The id of a goal stated earlier, which this corrects.")

    def fact(self, said: Said) -> Fact:
        """`goal.stated`."""
        goal = str(self.goal) if self.goal else computed_id("goal", said.event)
        return heard.GoalStated(
            feed=self.feed, goal=goal, target=self.target, reached=self.reached, words=self.words
        )


class Motivation(Statement):
    """What drives the person."""

    kind: Literal["motivation"]
    words: Words

    def fact(self, _said: Said) -> Fact:
        """`motivation.stated`."""
        return heard.MotivationStated(feed=self.feed, words=self.words)


class Interest(Statement):
    """A topic the person likes to hear of."""

    kind: Literal["interest"]
    words: Short

    def fact(self, _said: Said) -> Fact:
        """`interest.stated`."""
        return heard.InterestStated(feed=self.feed, topic=self.words)


class Achievement(Statement):
    """An award, a launch, a degree."""

    kind: Literal["achievement"]
    words: Words

    def fact(self, said: Said) -> Fact:
        """`achievement.noted`."""
        achievement = computed_id("achievement", said.event)
        return heard.AchievementNoted(feed=self.feed, achievement=achievement, on=said.on, words=self.words)


class Satisfaction(Statement):
    """How satisfied the person is with the agency's work."""

    kind: Literal["satisfaction"]
    score: Annotated[int, Field(ge=0, le=10)]

    def fact(self, said: Said) -> Fact:
        """`satisfaction.stated`."""
        return heard.SatisfactionStated(feed=self.feed, on=said.on, score=self.score)


class ConsentGiven(Statement):
    """The person agreed to be written to."""

    last_word_holds = True
    kind: Literal["consent_given"]
    words: Words | None = None

    def fact(self, _said: Said) -> Fact:
        """`consent.given`."""
        return people.ConsentGiven(feed=self.feed, words=self.words)


class ConsentWithdrawn(Statement):
    """The person does not want to be written to."""

    last_word_holds = True
    kind: Literal["consent_withdrawn"]
    words: Words | None = None

    def fact(self, _said: Said) -> Fact:
        """`consent.withdrawn`."""
        return people.ConsentWithdrawn(feed=self.feed, words=self.words)


class Looking(Statement):
    """Whether the person is looking for another job."""

    last_word_holds = True
    kind: Literal["looking"]
    looking: bool

    def fact(self, _said: Said) -> Fact:
        """`search.stated`."""
        return heard.SearchStated(feed=self.feed, looking=self.looking)


class Wish(Statement):
    """Where the person would work, with what, and for how much; said again, the newest holds whole."""

    last_word_holds = True
    kind: Literal["wish"]
    places: Annotated[list[Short], Field(max_length=20)] = Field([], examples=[["Leeds", "York"]])
    skills: Annotated[list[Short], Field(max_length=50)] = Field([], examples=[["Python", "Kafka"]])
    pay_from: Annotated[int, Field(ge=0, lt=10**9)] | None = Field(None, description="The least a year.")
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] | None = Field(None, examples=["EUR"])

    def fact(self, _said: Said) -> Fact:
        """`wish.stated`."""
        return heard.WishStated(
            feed=self.feed,
            places=tuple(self.places),
            skills=tuple(self.skills),
            pay_from=self.pay_from,
            currency=self.currency,
        )


class Contact(Statement):
    """A call, a meeting or a message outside any task."""

    kind: Literal["contact"]
    channel: Literal["message", "call", "meeting", "other"]
    by: Short | None = Field(None, description="The recruiter.")
    answered: bool = Field(default=False, description="Whether the person answered, or began it themselves.")
    words: Words | None = None

    def fact(self, said: Said) -> Fact:
        """`contact.logged`."""
        return contacts.ContactLogged(
            feed=self.feed,
            contact=computed_id("contact", said.event),
            on=said.on,
            channel=self.channel,
            by=self.by,
            answered=self.answered,
            words=self.words,
        )


AnyStatement = Annotated[
    Note
    | Goal
    | Motivation
    | Interest
    | Achievement
    | Satisfaction
    | ConsentGiven
    | ConsentWithdrawn
    | Looking
    | Wish
    | Contact
    | Opportunity
    | Resource
    | MatchWithdrawn
    | Referral
    | ReferralPlaced
    | Review
    | Testimonial
    | ClientWon,
    Field(discriminator="kind"),
]
