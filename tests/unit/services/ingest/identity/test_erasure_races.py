"""Somebody is erased while others are at work on the same people: nothing of anybody else is lost."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import pytest
from vocabulary.inbox import Ingest
from vocabulary.merging import JOHN, follow, join, told, undo
from vocabulary.payloads import deletion, hire, placement, table

from shared.database import transaction
from shared.log.protocol import Record

Order = Callable[[Sequence[Record]], Sequence[Sequence[Record]]]
WAITING = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
ANEW = {"email_addresses": [{"value": "jane@new.example"}]}


def together(records: Sequence[Record]) -> Sequence[Sequence[Record]]:
    return [records]


def one_by_one(records: Sequence[Record]) -> Sequence[Sequence[Record]]:
    return [[record] for record in records]


def of_the_last_first(records: Sequence[Record]) -> Sequence[Sequence[Record]]:
    """Each person's own order stands; whose partition is read first is anybody's guess."""
    keys = list(dict.fromkeys(record.key for record in records))
    return [[record for record in records if record.key == key] for key in reversed(keys)]


@pytest.mark.parametrize("order", [together, one_by_one, of_the_last_first])
@pytest.mark.parametrize("gone", [1, 2])
def test_what_was_not_read_back_from_the_log_yet_is_not_lost(ingest: Ingest, order: Order, gone: int) -> None:
    """Two were one, were parted, and one is erased at once: the other has all of their own facts."""
    ingest.take(hire(1, 10), hire(2, 20, candidate_says=JOHN))
    people: list[str] = list(dict.fromkeys(event.subject for event in ingest.events()))
    before = [told(ingest, person) for person in people]
    undone = undo(ingest, join(ingest, people[1], people[0]))
    called = [undone["into"], undone["person"]]
    ingest.take(deletion(gone))
    for some in order(ingest.records()):
        with transaction(ingest.wired.engine) as connection:
            ingest.forward(connection, list(some))
    follow(ingest)
    stays = 2 - gone
    assert told(ingest, called[stays]) == before[stays]
    assert {event.subject for event in ingest.events("person.profiled") if event.opened} == {called[stays]}
    assert ingest.scalar("SELECT count(DISTINCT person) FROM ingest.history") == 1


def test_nobody_is_known_by_a_key_that_was_learned_meanwhile(ingest: Ingest) -> None:
    """Who reads a row about somebody who is being forgotten learns of it: a new address is nobody's then."""
    ingest.take(hire(1, 10))
    forget = partial(ingest.http.delete, f"/v1/people/{ingest.events()[0].subject}")
    learn = partial(ingest.states, hire(1, 11, candidate_says=ANEW))
    answer, states = _at_once(ingest, forget, learn)
    assert (answer.status_code, states) == (200, ["erased"])
    assert ingest.states(hire(2, 12, candidate_says=ANEW)) == ["new"], "whoever comes back is somebody new"


def test_a_row_by_another_key_waits_for_the_erasure(ingest: Ingest) -> None:
    """The web hook of a deletion names one key; the others are the person's as well."""
    ingest.take(hire(1, 10))
    file = ingest.upload("placements", table([placement()])).json()["import"]
    learn = partial(ingest.chores.importer.step, threading.Event())
    states, _ = _at_once(ingest, partial(ingest.states, deletion(1)), learn)
    assert states == ["new"]
    assert ingest.counts(ingest.imported(file)) == (1, 1, 0, 0), (
        "an address alone does not say that they are somebody erased"
    )


def _at_once(ingest: Ingest, erase: Callable[[], Any], learn: Callable[[], Any]) -> tuple[Any, Any]:
    """An erasure and a row about the same person, both begun before either can go on; what came of each."""
    subject = (ingest.parts.agency, ingest.events()[0].subject)
    with ThreadPoolExecutor(2) as pool:
        with transaction(ingest.wired.engine) as connection:
            ingest.parts.outbox.lock(connection, [subject])
            first = pool.submit(erase)
            _until_there_wait(ingest, 1)
            second = pool.submit(learn)
            _until_there_wait(ingest, 2)
        return first.result(20), second.result(20)


def _until_there_wait(ingest: Ingest, number: int) -> None:
    """So many sessions wait for a lock of the outbox."""
    for _ in range(2000):
        if ingest.scalar(WAITING) == number:
            return
    raise AssertionError(f"{number} do not wait")
