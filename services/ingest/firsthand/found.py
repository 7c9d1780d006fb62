"""What the market holds for the person, as somebody who looked says: jobs, articles, events. Pure.

A match's id is computed over the person, what was found and how it fits, whoever says it: said again it is
corrected, and never the same for two people.
"""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from services.ingest.firsthand.statement import Day, Id, Link, Said, Short, Statement, Words
from shared.facts import Fact, matches
from shared.matching import job_match, resource_match

Fits = Literal["field", "placement"]


class Opportunity(Statement):
    """A job fits the person; said again, its newest words hold."""

    last_word_holds = True
    kind: Literal["opportunity"]
    job: Id = Field(description="The id of the job.", examples=["J-1042"])
    fits: Fits = Field(
        description="`field`: it is in their field; `placement`: it is like one they were placed in."
    )
    title: Short | None = None
    client: Short | None = None
    place: Short | None = None
    posted_on: Day | None = Field(None, description="None: the day on which it was so.")
    closes_on: Day | None = Field(None, description="The last day on which somebody can apply.")
    score: Annotated[int, Field(ge=0, le=100)] = Field(0, description="How well it fits, from 0 to 100.")
    why: Words | None = Field(None, description="Why it fits, in a clause.")

    @model_validator(mode="after")
    def closes_after_it_was_posted(self) -> Self:
        """A job does not close before it is posted."""
        if self.posted_on and self.closes_on and self.closes_on < self.posted_on:
            raise ValueError(f"closes_on: expected a day from {self.posted_on} on, found {self.closes_on}")
        return self

    def fact(self, said: Said) -> Fact:
        """`opportunity.matched`."""
        return matches.OpportunityMatched(
            match=job_match(said.person, self.job, self.fits),
            job=self.job,
            kind=self.fits,
            posted_on=self.posted_on or said.on,
            closes_on=self.closes_on,
            title=self.title,
            client=self.client,
            place=self.place,
            score=self.score,
            why=self.why,
        )


class Resource(Statement):
    """An article or an event meets an interest of the person; said again, its newest words hold."""

    last_word_holds = True
    kind: Literal["resource"]
    resource: Id = Field(description="The id of the article or event.", examples=["R-77"])
    form: Literal["article", "event"]
    title: Short | None = None
    url: Link | None = None
    interest: Short | None = Field(None, description="Which interest of theirs it meets.")
    ends_on: Day | None = Field(None, description="The last day on which it is of use: an event's day.")

    def fact(self, said: Said) -> Fact:
        """`resource.matched`."""
        return matches.ResourceMatched(
            match=resource_match(said.person, self.resource),
            resource=self.resource,
            kind=self.form,
            found_on=said.on,
            ends_on=self.ends_on,
            title=self.title,
            url=self.url,
            interest=self.interest,
        )


class MatchWithdrawn(Statement):
    """A job or a resource that was said to suit the person does not suit them any more."""

    last_word_holds = True
    kind: Literal["match_withdrawn"]
    job: Id | None = Field(None, description="The id of the job, with `fits` as it was said; or `resource`.")
    fits: Fits | None = None
    resource: Id | None = Field(None, description="The id of the article or event; or `job`.")
    because: Short = Field(examples=["the job is filled"])

    @model_validator(mode="after")
    def names_one_match(self) -> Self:
        """Of a job it takes two fields to name the match, of a resource one."""
        if (self.job is None) == (self.resource is None) or (self.job is None) != (self.fits is None):
            raise ValueError("expected job and fits, or resource")
        return self

    def fact(self, said: Said) -> Fact:
        """`match.withdrawn`."""
        if self.job and self.fits:
            match = job_match(said.person, self.job, self.fits)
        else:
            match = resource_match(said.person, self.resource or "")
        return matches.MatchWithdrawn(match=match, because=self.because)
