"""Days that come up, announced by the calendar."""

from services.rules.person import Draft
from services.rules.person.folding.people import nothing
from services.rules.person.history import Anniversary, Milestone, Said
from shared.facts import dates


def anniversary(draft: Draft, body: dates.AnniversaryDue, said: Said) -> None:
    """So many years in a placement."""
    due = Anniversary(said, body.placement, body.occurs_on, body.years)
    draft.put("anniversaries", said.fact, due)


def milestone(draft: Draft, body: dates.MilestoneDue, said: Said) -> None:
    """A guarantee, a probation or a contract ends."""
    due = Milestone(said, body.placement, body.milestone, body.occurs_on)
    draft.put("milestones", said.fact, due)


STEPS = {
    dates.AnniversaryDue: anniversary,
    dates.MilestoneDue: milestone,
    dates.ReviewDue: nothing,
}
