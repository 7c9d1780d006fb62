"""Which playbook holds for the person."""

from services.rules.person import Draft
from services.rules.person.history import Adoption, Said
from shared.facts import playbooks


def adopted(draft: Draft, body: playbooks.PlaybookAdopted, said: Said) -> None:
    """The one with the highest number."""
    known = draft.playbook
    if known is None or (body.number, said) > (known.number, known.said):
        draft.playbook = Adoption(said, body.playbook, body.number)


STEPS = {playbooks.PlaybookAdopted: adopted}
