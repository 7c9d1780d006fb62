"""What the person did for the agency. Pure."""

from typing import Literal
from uuid import UUID

from pydantic import Field

from services.ingest.firsthand.statement import Link, Said, Short, Statement, Words
from shared.envelope import computed_id
from shared.facts import Fact, favours


class Referral(Statement):
    """The person told us of somebody."""

    kind: Literal["referral"]
    name: Short | None = Field(None, description="Who that is.")
    referred: UUID | None = Field(None, description="The id of whom they told us of, where we know them.")
    words: Words | None = None
    referral: UUID | None = Field(None, description="The id of a referral told earlier, which this corrects.")

    def fact(self, said: Said) -> Fact:
        """`referral.made`."""
        return favours.ReferralMade(
            feed=self.feed,
            referral=str(self.referral) if self.referral else computed_id("referral", said.event),
            on=said.on,
            referred=str(self.referred) if self.referred else None,
            name=self.name,
            words=self.words,
        )


class ReferralPlaced(Statement):
    """Somebody the person told us of was placed."""

    kind: Literal["referral_placed"]
    referral: UUID = Field(description="The id of the referral, as the person's timeline gives it.")
    placement: UUID | None = Field(None, description="The id of the placement, where it is known.")
    name: Short | None = Field(None, description="Who was placed.")
    client: Short | None = None
    title: Short | None = None

    def fact(self, said: Said) -> Fact:
        """`referral.placed`."""
        return favours.ReferralPlaced(
            referral=str(self.referral),
            placement=str(self.placement) if self.placement else computed_id("placement", said.event),
            on=said.on,
            name=self.name,
            client=self.client,
            title=self.title,
        )


class Review(Statement):
    """The person reviewed the agency in public."""

    kind: Literal["review"]
    platform: Short = Field(examples=["Google"])
    url: Link | None = None

    def fact(self, said: Said) -> Fact:
        """`review.left`."""
        return favours.ReviewLeft(feed=self.feed, platform=self.platform, on=said.on, url=self.url)


class Testimonial(Statement):
    """The person said something that we may quote, or not."""

    kind: Literal["testimonial"]
    words: Words | None = None
    publish: bool = Field(description="Whether they agreed to have it published.")

    def fact(self, said: Said) -> Fact:
        """`testimonial.given`."""
        return favours.TestimonialGiven(feed=self.feed, on=said.on, publish=self.publish, words=self.words)


class ClientWon(Statement):
    """A candidate became a client: the person's employer hires through the agency."""

    kind: Literal["client_won"]
    employer: Short | None = None
    words: Words | None = None

    def fact(self, said: Said) -> Fact:
        """`client.won`."""
        return favours.ClientWon(feed=self.feed, on=said.on, employer=self.employer, words=self.words)
