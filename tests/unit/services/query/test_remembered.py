"""What is remembered, and for how long."""

from itertools import count
from threading import Barrier, Thread

from services.query.remembered import LARGEST, Remembered


def test_an_answer_is_worked_out_once_until_it_is_too_old() -> None:
    """By agency and name."""
    now, asked = [0.0], count()
    remembered = Remembered(30, lambda: now[0])
    assert [remembered.of("a", "x", lambda: next(asked)) for _ in range(3)] == [0, 0, 0]
    assert remembered.of("b", "x", lambda: next(asked)) == 1
    now[0] = 30.0
    assert remembered.of("a", "x", lambda: next(asked)) == 2


def test_without_a_time_nothing_is_remembered() -> None:
    """Each answer is as new as can be."""
    asked = count()
    assert [Remembered().of("a", "x", lambda: next(asked)) for _ in range(2)] == [0, 1]


def test_those_who_ask_at_once_wait_for_one() -> None:
    """The database adds it up once."""
    asked, found, remembered, ready = count(), list[int](), Remembered(30), Barrier(8)

    def ask() -> None:
        ready.wait()
        found.append(remembered.of("a", "x", lambda: next(asked)))

    threads = [Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [0] * 8


def test_only_so_many_are_kept() -> None:
    """Those asked for longest ago go first."""
    asked, remembered = count(), Remembered(30)
    for number in range(LARGEST + 1):
        remembered.of("a", str(number), lambda: next(asked))
    assert remembered.of("a", str(LARGEST), lambda: next(asked)) == LARGEST
    assert remembered.of("a", "0", lambda: next(asked)) == LARGEST + 1
