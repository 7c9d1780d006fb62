"""The same decoding, fold and plays for every framework: a state and a fact give a state and task events."""

from pathlib import Path
from typing import NamedTuple

import msgspec
from benchmarks import workload

from services.rules.heart import announced, replan
from services.rules.person.fold import extend
from services.rules.playbook import STANDARD
from services.rules.state import STRANGER, Known
from services.rules.wants import wants
from shared.codec import Encoded, body, encode, envelope
from shared.database import engine, transaction
from shared.envelope import computed_id
from shared.log.protocol import Headers, Record
from shared.settings import Settings
from shared.topics import Topic
from shared.vault import Keys, Vault

_DECODE = msgspec.msgpack.Decoder(Known).decode
_ENCODE = msgspec.msgpack.Encoder().encode


class Worked(NamedTuple):
    """What follows from one fact."""

    state: bytes
    events: list[Encoded]


class Heart:
    """Holds the keys of all people, so that no framework waits for the vault."""

    def __init__(self, settings: Settings) -> None:
        self._zone = settings.zone
        self._keys = _all_keys(settings)

    def work(self, state: bytes | None, key: bytes, value: bytes, headers: Headers) -> Worked:
        """Fold one fact into a person's state and plan them."""
        event = body(envelope(Record("people", 0, 0, 0, key, value, headers)), self._keys)
        known = _DECODE(state) if state else STRANGER
        person = extend(known.person, (event,), self._zone)
        changes, plan = replan(person, known.plan, wants(person, STANDARD))
        told = announced(event.agency, event.subject, person, changes)
        return Worked(_ENCODE(Known(person, plan)), [encode(each, self._keys) for each in told])


class Counter:
    """Tells a bench how many facts were done."""

    EVERY = 100

    def __init__(self, path: str, total: int) -> None:
        self._path = Path(path)
        self._total = total
        self._done = 0

    def add(self) -> None:
        """Count one."""
        self._done += 1
        if self._done % self.EVERY == 0 or self._done == self._total:
            self._path.write_text(str(self._done))


def topics(settings: Settings) -> tuple[str, str]:
    """What is read and what is written."""
    return Topic.PEOPLE.named(settings.topic_prefix), Topic.TASKS.named(settings.topic_prefix)


def _all_keys(settings: Settings) -> Keys:
    people = {(workload.AGENCY, computed_id("person", number)) for number in range(workload.PEOPLE)}
    made = engine(settings, application="bench")
    with transaction(made) as connection:
        return Vault.of(made, settings).keys(connection, people, create=False)
