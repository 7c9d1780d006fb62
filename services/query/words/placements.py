"""Who was placed, where, from when, and what became of it."""

from services.query.phrases import on, quoted, role_at, then
from shared.facts import placements


def _moved(body: placements.ApplicationMoved) -> str:
    stage = f"reached the stage {body.stage}" if body.stage else "moved on"
    return f"Their application{then(' for ', body.job)} {stage}."


def _offered(body: placements.OfferMade) -> str:
    starts = f", to start {on(body.starts)}" if body.starts else ""
    return f"Offer {body.offer} (version {body.version}) is {body.status}{starts}."


def _started(body: placements.PlacementStarted) -> str:
    role = role_at(body.title, body.client)
    return f"Was placed{role}, starting {on(body.starts)}{then(' and ending on ', body.ends)}."


def _rescheduled(body: placements.PlacementRescheduled) -> str:
    dates = f"it starts {on(body.starts)}{then(' and ends on ', body.ends)}"
    return f"The placement's dates were corrected: {dates}."


def _cancelled(body: placements.PlacementCancelled) -> str:
    return f"The placement did not take place{quoted(body.words)}."


def _ended(body: placements.PlacementEnded) -> str:
    early = " earlier than agreed" if body.early else ""
    return f"The placement ended{early} on {body.ended_on}{quoted(body.words)}."


WORDS = {
    placements.ApplicationMoved: _moved,
    placements.OfferMade: _offered,
    placements.PlacementStarted: _started,
    placements.PlacementRescheduled: _rescheduled,
    placements.PlacementCancelled: _cancelled,
    placements.PlacementEnded: _ended,
}
