"""Facts that unsay others."""

from shared.facts import corrections


def _retracted(body: corrections.FactRetracted) -> str:
    return f"Something said earlier does not hold: {body.reason}."


WORDS = {corrections.FactRetracted: _retracted}
