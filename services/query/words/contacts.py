"""Contacts that no task led to."""

from services.query.phrases import BY_CHANNEL, quoted, then
from shared.facts import contacts


def _logged(body: contacts.ContactLogged) -> str:
    how = BY_CHANNEL.get(body.channel, "")
    # Who began it is not known: an answer and a word of their own are told alike.
    what = (
        f"Was in touch{then(' with ', body.by)}"
        if body.answered
        else f"{body.by or 'The agency'} tried to reach them"
    )
    return f"{what}{how} on {body.on}{quoted(body.words)}."


WORDS = {contacts.ContactLogged: _logged}
