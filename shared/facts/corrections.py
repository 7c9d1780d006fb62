"""Facts about facts."""

from shared.facts.registry import Fact, event


@event("fact.retracted")
class FactRetracted(Fact, frozen=True, kw_only=True):
    """An earlier fact of this person does not hold; everything is as if it had not been said."""

    fact: str
    reason: str
