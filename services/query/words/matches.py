"""What the market holds for a person."""

from services.query.phrases import quoted, role_at, then
from shared.facts import matches

FITS = {"field": "is in their field", "placement": "is like one they were placed in"}


def _opportunity(body: matches.OpportunityMatched) -> str:
    fits = FITS.get(body.kind, "fits them")
    job = role_at(body.title, body.client, ": ")
    why = f" ({body.why})" if body.why else ""
    return f"A job {fits}{job}{then(', open until ', body.closes_on)}{why}."


def _resource(body: matches.ResourceMatched) -> str:
    what = "An event" if body.kind == "event" else "An article"
    interest = f"their interest in {body.interest}" if body.interest else "an interest of theirs"
    return f"{what} meets {interest}{quoted(body.title)}{then(', until ', body.ends_on)}."


def _withdrawn(body: matches.MatchWithdrawn) -> str:
    return f"What was found for them does not hold any more: {body.because}."


WORDS = {
    matches.OpportunityMatched: _opportunity,
    matches.ResourceMatched: _resource,
    matches.MatchWithdrawn: _withdrawn,
}
