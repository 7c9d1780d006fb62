"""Who somebody is, and whether we may write to them."""

from services.query.phrases import quoted, role_at
from shared.facts import people


def _registered(body: people.PersonRegistered) -> str:
    return f"Became known through {body.feed}."


def _profiled(body: people.PersonProfiled) -> str:
    return f"{body.feed} told who they are{role_at(body.title, body.employer, ': ')}."


def _given(body: people.ConsentGiven) -> str:
    return f"Agreed to be written to, says {body.feed}{quoted(body.words)}."


def _withdrawn(body: people.ConsentWithdrawn) -> str:
    return f"Does not want to be written to, says {body.feed}{quoted(body.words)}."


def _absorbed(body: people.PersonAbsorbed) -> str:
    if body.undoes:
        return "Was taken for somebody else; everything goes on under another id."
    return "Turned out to be somebody already known; everything goes on there."


def _erased(_body: people.PersonErased) -> str:
    return "Asked to be forgotten; everything about them was erased."


WORDS = {
    people.PersonRegistered: _registered,
    people.PersonProfiled: _profiled,
    people.ConsentGiven: _given,
    people.ConsentWithdrawn: _withdrawn,
    people.PersonAbsorbed: _absorbed,
    people.PersonErased: _erased,
}
