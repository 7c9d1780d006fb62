import threading
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa
from vocabulary.vaults import AAD, JANE, JOAN, Installation

from shared.database import transaction
from shared.errors import ErasedError, UnreadableError


@pytest.fixture
def queries(here: Installation) -> Iterator[Callable[[], int]]:
    """How many statements the database was sent since the last time one asked."""
    sent: list[str] = []

    def listen(*told: object) -> None:
        sent.append(str(told[2]))

    def count() -> int:
        number = len(sent)
        sent.clear()
        return number

    sa.event.listen(here.engine, "before_cursor_execute", listen)
    yield count
    sa.event.remove(here.engine, "before_cursor_execute", listen)


def test_another_process_opens_what_one_has_sealed(here: Installation) -> None:
    """The key is made once and kept."""
    sealed = here.keys(here.process(), create=True).seal(*JANE, b"Jane Doe", AAD)
    assert here.keys(here.process()).open(*JANE, sealed, AAD) == b"Jane Doe"


def test_the_same_words_are_never_sealed_alike(here: Installation) -> None:
    """A nonce is used once; nobody sees from two blobs that they say the same."""
    keys = here.keys(here.process(), create=True)
    assert len({keys.seal(*JANE, b"Jane Doe", AAD) for _ in range(100)}) == 100


def test_a_key_opens_its_own_only(here: Installation) -> None:
    """Another person's words, other words or another event's do not open, and that is not silent."""
    keys = here.keys(here.process(), JANE, JOAN, create=True)
    sealed = keys.seal(*JANE, b"Jane Doe", AAD)
    for subject, blob, aad in (
        (JOAN, sealed, AAD),
        (JANE, sealed, b"another event"),
        (JANE, sealed[:-1] + bytes([sealed[-1] ^ 1]), AAD),
        (JANE, sealed[:5], AAD),
        (JANE, b"", AAD),
    ):
        with pytest.raises(UnreadableError) as told:
            keys.open(*subject, blob, aad)
        assert told.value.field == "sealed"


def test_who_has_no_key_gets_one_only_when_asked_for(here: Installation) -> None:
    """Reading makes no keys; who is without one is not erased for that."""
    vault = here.process()
    keys = here.keys(vault)
    assert not keys.erased(*JANE)
    assert keys.open(*JANE, b"whatever", AAD) is None
    with pytest.raises(ErasedError, match="create=True"):
        keys.seal(*JANE, b"Jane Doe", AAD)
    assert here.scalar("SELECT count(*) FROM vault.keys") == 0
    assert here.keys(vault, create=True).seal(*JANE, b"Jane Doe", AAD)


def test_erasing_takes_the_key_away_for_good(here: Installation) -> None:
    """What was sealed stays closed, and nothing more is sealed; other people are not touched."""
    vault = here.process()
    before = here.keys(vault, JANE, JOAN, create=True)
    sealed, hers = (before.seal(*subject, b"words", AAD) for subject in (JANE, JOAN))
    here.erase(vault)
    for process in (vault, here.process()):
        after = here.keys(process, JANE, JOAN, create=True)
        assert after.erased(*JANE)
        assert after.open(*JANE, sealed, AAD) is None
        assert after.open(*JOAN, hers, AAD) == b"words"
        with pytest.raises(ErasedError, match="was erased"):
            after.seal(*JANE, b"words", AAD)


def test_erasing_twice_remembers_the_first_time(here: Installation) -> None:
    """A repeated request changes nothing."""
    vault = here.process()
    here.keys(vault, create=True)
    here.erase(vault)
    first = here.scalar("SELECT erased_at FROM vault.keys")
    here.erase(vault)
    assert first is not None
    assert here.scalar("SELECT erased_at FROM vault.keys") == first


def test_somebody_may_be_erased_before_they_ever_had_a_key(here: Installation) -> None:
    """Facts that come later make none."""
    vault = here.process()
    here.erase(vault)
    assert here.keys(vault, create=True).erased(*JANE)


def test_a_key_whose_transaction_failed_is_not_kept(here: Installation) -> None:
    """Else it would seal words that no other process could ever open."""
    vault = here.process()
    with here.engine.connect() as connection:
        lost = vault.keys(connection, [JANE], create=True)
        again = vault.keys(connection, [JANE], create=False)
        sealed = lost.seal(*JANE, b"words", AAD)
        assert again.open(*JANE, sealed, AAD) == b"words"
        connection.rollback()
    assert here.keys(vault).open(*JANE, sealed, AAD) is None
    kept = here.keys(vault, create=True).seal(*JANE, b"kept", AAD)
    assert here.keys(here.process()).open(*JANE, kept, AAD) == b"kept"


def test_a_key_made_inside_a_savepoint_that_failed_is_not_kept(here: Installation) -> None:
    """A step isolates what is faulty in savepoints."""
    vault = here.process()
    with transaction(here.engine) as connection:
        savepoint = connection.begin_nested()
        vault.keys(connection, [JANE], create=True)
        savepoint.rollback()
        sealed = vault.keys(connection, [JANE], create=True).seal(*JANE, b"kept", AAD)
    for process in (vault, here.process()):
        assert here.keys(process).open(*JANE, sealed, AAD) == b"kept"


def test_an_erasure_whose_transaction_failed_did_not_happen(here: Installation) -> None:
    """The person is still there, for this process as well."""
    vault = here.process()
    sealed = here.keys(vault, create=True).seal(*JANE, b"words", AAD)
    with here.engine.connect() as connection:
        vault.erase(connection, *JANE)
        assert vault.keys(connection, [JANE], create=False).erased(*JANE)
        connection.rollback()
    assert here.keys(vault).open(*JANE, sealed, AAD) == b"words"


def test_processes_that_make_a_key_at_once_agree_on_it(here: Installation) -> None:
    """One of them makes it, the others wait and take that one; the agency's likewise."""
    barrier = threading.Barrier(8)

    def work(_number: int) -> bytes:
        vault = here.process()
        barrier.wait(10)
        return here.keys(vault, JANE, JOAN, create=True).seal(*JANE, b"words", AAD)

    with ThreadPoolExecutor(8) as threads:
        sealed = list(threads.map(work, range(8)))
    keys = here.keys(here.process())
    assert {keys.open(*JANE, one, AAD) for one in sealed} == {b"words"}


def test_what_is_cached_asks_the_database_nothing(here: Installation, queries: Callable[[], int]) -> None:
    """A thousand people take one query the first time, and none for the next minute."""
    people = [("demo", str(uuid.UUID(int=number))) for number in range(1_000)]
    here.keys(here.process(), *people, create=True)
    vault = here.process()
    queries()
    here.keys(vault, *people)
    assert queries() == 2  # the people's keys, and once the agency's
    here.keys(vault, *people, create=True)
    assert queries() == 0
    here.seconds += 59
    here.keys(vault, *people)
    assert queries() == 0
    here.seconds += 2
    here.keys(vault, *people)
    assert queries() == 1


def test_an_erasure_elsewhere_is_seen_within_a_minute_or_when_told(here: Installation) -> None:
    """The event about it tells every process; without it the cached key ages."""
    told, untold = here.process(), here.process()
    here.keys(told, create=True)
    for vault in (told, untold):
        here.keys(vault)
    here.erase(here.process())
    told.forget(*JANE)
    assert here.keys(told).erased(*JANE)
    assert not here.keys(untold).erased(*JANE)
    here.seconds += 61
    assert here.keys(untold).erased(*JANE)
