"""Facts that unsay others."""

from services.rules.person import Draft
from services.rules.person.history import Retraction, Said
from shared.facts import corrections


def retracted(draft: Draft, body: corrections.FactRetracted, said: Said) -> None:
    """What it names does not hold."""
    if body.fact not in draft.retracted:
        draft.put("retracted", body.fact, Retraction(said, body.reason))


STEPS = {corrections.FactRetracted: retracted}
