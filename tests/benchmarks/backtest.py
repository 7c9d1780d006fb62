"""Backtest: facts a second and core, decoded, folded and planned under two playbooks that differ."""

import time
from collections.abc import Sequence
from itertools import chain
from typing import NamedTuple

from benchmarks.careers import AGENCY, ZONE, career
from benchmarks.servers import Servers
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from msgspec.structs import replace

from services.rules import garbage
from services.rules.backtest.counts import Span
from services.rules.backtest.simulation import simulate
from services.rules.playbook import STANDARD, Restraint
from services.rules.plays import PLAYS
from shared.codec import Sealed, body, encode, envelope
from shared.envelope import Event
from shared.log.protocol import Record
from shared.vault import Keys
from shared.vault.keys import KEY_BYTES

PEOPLE = 300
STRICTER = replace(STANDARD, restraint=Restraint(spacing_days=21, messages_a_quarter=2))
"""Every play is asked, and every plan arranged, once more."""


class History(NamedTuple):
    """The facts of one person as the rules keep them."""

    facts: Sequence[Sealed]
    keys: Keys


def runs(_servers: Servers, times: int) -> dict[str, tuple[str, list[float]]]:
    """In one process, without a database: what each of the backtest's processes does."""
    histories = [_sealed(career(number)) for number in range(PEOPLE)]
    garbage.seldom()
    what = f"backtest, two playbooks with {len(PLAYS)} plays"
    return {what: ("facts/s", [_rate(histories) for _ in range(times)])}


def _rate(histories: Sequence[History]) -> float:
    days = [fact.recorded_at.date() for fact in chain.from_iterable(each.facts for each in histories)]
    span = Span(min(days), max(days))
    began = time.perf_counter()
    for facts, keys in histories:
        simulate([body(fact, keys) for fact in facts], (STANDARD, STRICTER), ZONE, span)
    return len(days) / (time.perf_counter() - began)


def _sealed(events: Sequence[Event]) -> History:
    keys = Keys({(AGENCY, events[0].subject): AESGCM(AESGCM.generate_key(KEY_BYTES * 8))})
    encoded = (encode(event, keys) for event in events)
    return History([envelope(Record("people", 0, 0, 0, *each)) for each in encoded], keys)
