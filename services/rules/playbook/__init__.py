"""The playbook: how an agency keeps in touch."""

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from hashlib import sha256
from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct, field

from services.rules.play import Days, Importance, PlaySettings
from services.rules.plays import PLAYS
from shared.facts.tasks import TaskState

Count = Annotated[int, Meta(ge=0, le=1_000)]


class Restraint(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How much is too much."""

    spacing_days: Days = 14
    """At least so many days lie between two messages."""
    messages_a_quarter: Count = 3
    """At most so many messages within a quarter, exempt care apart."""
    quarter_days: Days = 91
    """How long a quarter is."""
    exempt_importance: Importance = 2
    """Care of at least this importance is never held back for another contact."""
    gives_before_an_ask: Count = 3
    """Somebody is asked for a favour once so many gives were done since the last ask."""


class Consent(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Whether somebody may be written to while they said neither yes nor no."""

    silence_is_a_yes_when_placed: bool = True
    """Of people the agency placed."""
    silence_is_a_yes_otherwise: bool = False
    """Of people it did not place."""


class OffLimits(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Whose staff is not told of other jobs."""

    placed_days: Days = 365
    """So long after the start of a placement nobody is told of jobs who is still in it."""
    clients: dict[str, date] = {}
    """By the client's name, the last day on which its staff is off limits."""


class Wording(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An agency's own words for a play's draft."""

    subject: str
    body: str


class Playbook(Struct, frozen=True, kw_only=True, dict=True):
    """Every number a plan depends on; what is not given is our own default."""

    agency_name: str = ""
    """How drafts sign; without one they do without."""
    language: str = "en"
    """Of the drafts."""
    tasks_a_day: Count = 12
    """How many new tasks a recruiter is given on one day, the best ones."""
    restraint: Restraint = Restraint()
    consent: Consent = Consent()
    off_limits: OffLimits = OffLimits()
    plays: Mapping[str, PlaySettings] = field(default_factory=dict)
    """By the play's name, where it is not as we have it."""
    wording: dict[str, dict[str, Wording]] = field(default_factory=dict)
    """By language, then by play."""

    @cached_property
    def version(self) -> str:
        """A hash of the content: equal for playbooks that say the same."""
        return sha256(msgspec.json.encode(self.whole(), order="sorted")).hexdigest()[:16]

    def whole(self) -> "Playbook":
        """The same with every play's settings, our own defaults included."""
        return msgspec.structs.replace(self, plays={name: self.settings(name) for name in PLAYS})

    @cached_property
    def exempt_plays(self) -> frozenset[str]:
        """The plays whose tasks it exempts."""
        most = self.restraint.exempt_importance
        care = (name for name, play in PLAYS.items() if play.side == "care")
        return frozenset(name for name in care if self.settings(name).importance <= most)

    def exempts(self, task: TaskState) -> bool:
        """Whether the task may follow another contact at once."""
        return task.side == "care" and task.importance <= self.restraint.exempt_importance

    def settings(self, play: str) -> Any:  # noqa: ANN401 - each play has settings of its own type
        """What holds for a play."""
        return self.plays.get(play) or PLAYS[play].settings


STANDARD = Playbook()
"""What holds while an agency has adopted none."""
