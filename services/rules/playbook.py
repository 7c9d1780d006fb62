"""The playbook: how an agency keeps in touch."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from typing import Any

import msgspec

from services.rules.plays import PLAYS
from services.rules.proposal import PlaySettings
from shared.facts.tasks import TaskState


def _defaults() -> dict[str, PlaySettings]:
    return {name: play.settings for name, play in PLAYS.items()}


@dataclass(frozen=True)
class Playbook:
    """Every number the plan depends on; what is not given here is the play's own default."""

    spacing_days: int = 14
    """At least so many days lie between two messages."""
    exempt_side: str = "care"
    exempt_importance: int = 2
    """Tasks of `exempt_side` of at least this importance are never held back for spacing."""
    silence_is_consent_when_placed: bool = True
    """Whether somebody the agency placed may be written to while they said neither yes nor no."""
    silence_is_consent_otherwise: bool = False
    plays: Mapping[str, PlaySettings] = field(default_factory=_defaults)
    """By the play's name."""

    @cached_property
    def version(self) -> str:
        """A hash of the content: equal for equal playbooks."""
        return sha256(msgspec.json.encode(self, order="sorted")).hexdigest()[:16]

    def exempts(self, task: TaskState) -> bool:
        """Whether the task may follow another contact at once."""
        return task.side == self.exempt_side and task.importance <= self.exempt_importance

    def settings(self, play: str) -> Any:  # noqa: ANN401 - each play has settings of its own type
        """What holds for a play."""
        return self.plays.get(play, PLAYS[play].settings)


STANDARD = Playbook()
"""What an agency starts with."""
