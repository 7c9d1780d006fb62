"""Placements: what each fact states about one."""

from services.rules.person import Draft
from services.rules.person.folding.people import nothing
from services.rules.person.history import Said
from services.rules.person.placement import Statement, stated
from shared.facts import placements


def started(draft: Draft, body: placements.PlacementStarted, said: Said) -> None:
    """A start: when, where, as what, and who placed them."""
    statement = Statement(
        said,
        "started",
        body.starts,
        body.ends,
        employment=body.employment,
        recruiter=body.recruiter,
        client=body.client,
        title=body.title,
    )
    _state(draft, body.placement, statement)


def rescheduled(draft: Draft, body: placements.PlacementRescheduled, said: Said) -> None:
    """Other dates."""
    _state(draft, body.placement, Statement(said, "rescheduled", body.starts, body.ends))


def cancelled(draft: Draft, body: placements.PlacementCancelled, said: Said) -> None:
    """It never was."""
    _state(draft, body.placement, Statement(said, "cancelled"))


def ended(draft: Draft, body: placements.PlacementEnded, said: Said) -> None:
    """It is over."""
    _state(draft, body.placement, Statement(said, "ended", ends=body.ended_on, early=body.early))


def _state(draft: Draft, about: str, statement: Statement) -> None:
    draft.put("placements", about, stated(draft.placements.get(about), about, statement))


STEPS = {
    placements.ApplicationMoved: nothing,
    placements.OfferMade: nothing,
    placements.PlacementStarted: started,
    placements.PlacementRescheduled: rescheduled,
    placements.PlacementCancelled: cancelled,
    placements.PlacementEnded: ended,
}
