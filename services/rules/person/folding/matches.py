"""What the market holds for them."""

from services.rules.person import Draft
from services.rules.person.history import Said
from services.rules.person.matches import Find, Opening, Withdrawal
from shared.facts import matches


def opportunity(draft: Draft, body: matches.OpportunityMatched, said: Said) -> None:
    """A job; of one match the last word holds."""
    known = draft.openings.get(body.match)
    if known is None or said > known.said:
        opening = Opening(
            said,
            body.match,
            body.job,
            body.kind,
            body.posted_on,
            body.closes_on,
            body.title,
            body.client,
            body.place,
            body.score,
            body.why,
        )
        draft.put("openings", body.match, opening)


def resource(draft: Draft, body: matches.ResourceMatched, said: Said) -> None:
    """An article or an event; of one match the last word holds."""
    known = draft.finds.get(body.match)
    if known is None or said > known.said:
        what = (body.title, body.url, body.interest)
        dates = (body.found_on, body.ends_on)
        draft.put("finds", body.match, Find(said, body.match, body.resource, body.kind, *dates, *what))


def withdrawn(draft: Draft, body: matches.MatchWithdrawn, said: Said) -> None:
    """It does not hold any more, until it is matched again."""
    known = draft.withdrawals.get(body.match)
    if known is None or said > known.said:
        draft.put("withdrawals", body.match, Withdrawal(said, body.because))


STEPS = {
    matches.OpportunityMatched: opportunity,
    matches.ResourceMatched: resource,
    matches.MatchWithdrawn: withdrawn,
}
