"""Whether anything may be planned for the person at all."""

from services.rules.cadence.bounds import Held
from services.rules.person import Person
from services.rules.playbook import Playbook
from services.rules.wording import reason
from shared.facts.tasks import Reason

CONSENT = "consent"
PARKED = "parked record"
_PARKED = Held(PARKED, Reason(text="A record about this person could not be read; until then the plan waits"))


def refusal(person: Person, playbook: Playbook, *, parked: bool) -> Held | None:
    """Why nobody may write to the person; `None` when somebody may."""
    if parked:
        return _PARKED
    consent = person.consent
    if consent is None:
        return _silence(person, playbook)
    return None if consent.given else Held(CONSENT, reason("They said no to being written to", consent.said))


def _silence(person: Person, playbook: Playbook) -> Held | None:
    placed, rule = person.placed, playbook.consent
    if rule.silence_is_a_yes_when_placed if placed else rule.silence_is_a_yes_otherwise:
        return None
    who = "" if placed else " and were not placed by us"
    return Held(CONSENT, Reason(text=f"They have not agreed to being written to{who}"))
