"""Tries a web hook once, when somebody asks for it."""

from contextlib import closing
from uuid import uuid4

from services.query.hooks import messages, register
from services.query.hooks.deliverer import tried
from services.query.hooks.register import Register
from services.query.hooks.sender import Answer, Sender
from shared.database import transaction


def ping(hooks: Register, id_: str) -> Answer:
    """Send a message that says nothing, whatever state the hook is in. Raises `NotFoundError`."""
    hook, message, now = hooks.one(id_), messages.ping(str(uuid4())), hooks.clock.now()
    body = message.body(now)
    headers = messages.signed(message.id, body, now, hooks.secrets(hook))
    with closing(Sender(private=hooks.private)) as sender:
        answer = sender.post(hook["url"], headers, body)
    with transaction(hooks.store.engine) as connection:
        register.log(connection, [tried(id_, message, answer, now, 1)])
    return answer
