"""What a service could not read."""

from shared.facts import quarantine

RELEASED = {
    "retried": "read after all",
    "discarded": "given up",
    "replaced": "told anew",
    "expired": "given up",
}


def _parked(body: quarantine.RecordParked) -> str:
    return f"A record could not be read: {body.reason}."


def _released(body: quarantine.RecordReleased) -> str:
    return f"A record that could not be read was {RELEASED.get(body.how, body.how)}."


WORDS = {
    quarantine.RecordParked: _parked,
    quarantine.RecordReleased: _released,
}
