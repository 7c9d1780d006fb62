"""What the person did for the agency."""

from datetime import date

from msgspec.structs import replace

from services.rules.person import Draft
from services.rules.person.favours import Referral, Review, Testimonial, Win
from services.rules.person.history import Said
from shared.clock import day_of
from shared.facts import favours


def referred(draft: Draft, body: favours.ReferralMade, said: Said) -> None:
    """They told us of somebody; of one referral the last word holds, from the day of the first."""
    known = draft.referrals.get(body.referral, Referral(body.referral))
    known = replace(known, made_learned=_first(known.made_learned, draft, said))
    if known.made is None or said > known.made:
        known = replace(known, made=said, on=body.on, told_name=body.name)
    draft.put("referrals", body.referral, known)


def referral_placed(draft: Draft, body: favours.ReferralPlaced, said: Said) -> None:
    """That somebody was placed."""
    known = draft.referrals.get(body.referral, Referral(body.referral))
    known = replace(known, placed_learned=_first(known.placed_learned, draft, said))
    if known.placed is None or said > known.placed:
        what = {"placed_name": body.name, "title": body.title, "client": body.client}
        known = replace(known, placed=said, placed_on=body.on, **what)
    draft.put("referrals", body.referral, known)


def _first(known: date | None, draft: Draft, said: Said) -> date:
    learned = day_of(said.recorded_at, draft.zone)
    return min(known, learned) if known else learned


def reviewed(draft: Draft, body: favours.ReviewLeft, said: Said) -> None:
    """In public."""
    draft.put("reviews", said.fact, Review(said, body.platform, body.on))


def quoted(draft: Draft, body: favours.TestimonialGiven, said: Said) -> None:
    """What we may quote, or not."""
    draft.put("testimonials", said.fact, Testimonial(said, body.on, body.publish))


def won(draft: Draft, body: favours.ClientWon, said: Said) -> None:
    """Their employer became a client."""
    draft.put("wins", said.fact, Win(said, body.on, body.employer))


STEPS = {
    favours.ReferralMade: referred,
    favours.ReferralPlaced: referral_placed,
    favours.ReviewLeft: reviewed,
    favours.TestimonialGiven: quoted,
    favours.ClientWon: won,
}
