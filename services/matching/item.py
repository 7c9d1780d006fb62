"""A job or a resource as facts of the market describe it, in any order of arrival. Pure."""

from datetime import date
from typing import NamedTuple, Self

from shared.envelope import Event, moment
from shared.facts.market import JobClosed, JobOpened, ResourcePublished, ResourceWithdrawn
from shared.titles import read

Content = JobOpened | ResourcePublished


class Item(NamedTuple):
    """What was said last of one job or resource."""

    subject: str
    family: str
    """`job` or `resource`."""
    opened: str = ""
    """The place in the total order of the fact that stated it last; empty when none has."""
    closed: str = ""
    content: Content | None = None

    def after(self, event: Event) -> Self:
        """With one more fact, or the same one again; what is older than what was said changes nothing."""
        place = f"{event.occurred} {moment(event.recorded_at)} {event.id}"
        match event.body:
            case JobOpened() | ResourcePublished() as said if place > self.opened:
                return self._replace(opened=place, content=said)
            case JobClosed() | ResourceWithdrawn() if place > self.closed:
                return self._replace(closed=place)
            case _:
                return self

    @property
    def until(self) -> date | None:
        """The last day on which it is of use."""
        match self.content:
            case JobOpened() as job:
                return job.closes_on
            case ResourcePublished() as resource:
                return resource.ends_on
            case None:
                return None

    def open_on(self, today: date) -> bool:
        """Whether it is to be had."""
        return self.opened > self.closed and (self.until is None or self.until >= today)

    @property
    def field(self) -> str | None:
        """A job's field of work: as it was stated, or as its title says."""
        return (
            self.content.field or read(self.content.title).field
            if isinstance(self.content, JobOpened)
            else None
        )


def family_of(event: Event) -> str:
    """Whether a fact of the market is about a job or a resource."""
    return "job" if isinstance(event.body, JobOpened | JobClosed) else "resource"
