"""How the agency wants to keep in touch, as it reaches each person."""

from shared.facts.registry import Fact, event


@event("playbook.adopted")
class PlaybookAdopted(Fact, frozen=True, kw_only=True):
    """From here on this playbook holds for the person; of several the one with the highest number does."""

    playbook: str
    """The hash of its content, under which the rules keep it."""
    number: int
    """Counts the agency's adoptions, from 1."""
    tasks_a_day: int
    """How many new tasks a recruiter is given on one day."""
