"""A person and their timeline as the API tells them."""

from collections.abc import Iterable
from datetime import datetime

import msgspec
from pydantic import BaseModel, Field

from services.query.api.fields import Sparse
from services.query.persons import Entry, Profile
from services.query.words import sentence
from shared.plain import excerpt

EXCERPT = 10_000
"""Letters of one text in a page of a timeline."""


class Person(BaseModel):
    """Who somebody is: of each field the newest word of any feed."""

    person: str
    name: str | None = Field(examples=["Jane Doe"])
    given_name: str | None
    emails: list[str]
    phones: list[str]
    profile_url: str | None
    employer: str | None = Field(
        description="By the newest word of any feed, or by a placement of ours that began since.",
        examples=["Acme"],
    )
    title: str | None
    recruiter: str | None = Field(description="Who looks after them.", examples=["ann@agency.example"])
    feeds: list[str] = Field(description="Which feeds speak of them, the newest first.")
    known_since: datetime = Field(description="When Afterhire first learned of them.")
    parked_records: int = Field(
        description="Records of theirs that a service could not read. While the rules are the service, "
        "their plan is on hold; what another one parked is missing from what it keeps."
    )
    position: str = Field(
        description="Give it as `since` to the person's stream to hear of all that changes after this."
    )


class TimelineEntry(BaseModel):
    """Something that happened."""

    event: str
    type: str = Field(examples=["placement.started"])
    text: str = Field(
        description="What happened, in a sentence; of a type this version does not know, its name.",
        examples=["Was placed as Engineer at Acme, starting on 2024-03-01."],
    )
    occurred: str = Field(
        description="A day, or a moment in UTC.", examples=["2024-03-01", "2024-03-01T10:00:00.000000Z"]
    )
    recorded_at: datetime = Field(description="When Afterhire learned of it.")
    source: str = Field(description="The service, with its feed.", examples=["ingest/greenhouse"])
    retracted: bool = Field(description="A later entry says that this one does not hold.")
    forwarded_by: str | None = Field(description="The merge that brought it here from another person.")
    sealed: bool = Field(description="Its personal parts cannot be opened.")
    shortened: bool = Field(
        description="Of a text only the beginning is here; GET …/timeline/{event} has it whole."
    )
    details: dict[str, object] = Field(description="Its fields, by their names.")


class TimelinePage(BaseModel):
    """Some entries, in the order that was asked for."""

    entries: list[TimelineEntry]
    next: str | None = Field(description="The cursor of the next page; nothing when this is the last.")


class SparseTimelinePage(BaseModel):
    """The same with the `fields` only that were asked for."""

    entries: list[Sparse]
    next: str | None


def person_of(person: str, profile: Profile, position: str) -> Person:
    """A person as their profiles describe them, in the job that they have.

    `position`: a place in the stream of changes, of which nothing before is missing here.
    """
    said, role = profile.said, profile.role
    fields = ("name", "given_name", "profile_url", "employer", "title", "recruiter")
    newest = {name: next((value for one in said if (value := getattr(one, name))), None) for name in fields}
    if role:
        newest |= {"employer": role.employer, "title": role.title or newest["title"]}
    return Person(
        person=person,
        **newest,
        emails=_each_once(address for one in said for address in one.emails),
        phones=_each_once(number for one in said for number in one.phones),
        feeds=[one.feed for one in said],
        known_since=profile.known_since,
        parked_records=profile.parked,
        position=position,
    )


def entry(one: Entry, *, most: int | None = None) -> TimelineEntry:
    """An entry in words; of texts of more than `most` letters the beginning."""
    row, event = one.row, one.event
    whole: dict[str, object] = msgspec.to_builtins(event.body) if event else {}
    details = {name: _beginning(said, most) for name, said in whole.items()} if most else whole
    own = {name: row[name] for name in ("event", "type", "occurred", "recorded_at", "source", "forwarded_by")}
    return TimelineEntry(
        **own,
        text=sentence(event.body) if event else row["type"],
        retracted=one.retracted,
        sealed=event is None or not event.opened,
        shortened=details != whole,
        details=details,
    )


def _beginning(said: object, most: int) -> object:
    return excerpt(said, most) if isinstance(said, str) else said


def _each_once(values: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(values))
