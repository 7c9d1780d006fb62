"""How the agency wants to keep in touch."""

from shared.facts import playbooks


def _adopted(body: playbooks.PlaybookAdopted) -> str:
    return f"The agency's playbook number {body.number} holds from here on."


WORDS = {playbooks.PlaybookAdopted: _adopted}
