"""What a person did for the agency."""

from services.query.phrases import quoted, role_at, then
from shared.facts import favours


def _referred(body: favours.ReferralMade) -> str:
    return f"Told us of {body.name or 'somebody'} on {body.on}{quoted(body.words)}."


def _placed(body: favours.ReferralPlaced) -> str:
    who = f"{body.name or 'Somebody'}, whom they told us of,"
    return f"{who} was placed{role_at(body.title, body.client)} on {body.on}."


def _reviewed(body: favours.ReviewLeft) -> str:
    return f"Reviewed the agency on {body.platform} on {body.on}{then(': ', body.url)}."


def _quotable(body: favours.TestimonialGiven) -> str:
    publish = "may" if body.publish else "may not"
    return f"Gave a testimonial on {body.on}, which {publish} be published{quoted(body.words)}."


def _won(body: favours.ClientWon) -> str:
    return (
        f"{body.employer or 'Their employer'} became a client through them on {body.on}{quoted(body.words)}."
    )


WORDS = {
    favours.ReferralMade: _referred,
    favours.ReferralPlaced: _placed,
    favours.ReviewLeft: _reviewed,
    favours.TestimonialGiven: _quotable,
    favours.ClientWon: _won,
}
