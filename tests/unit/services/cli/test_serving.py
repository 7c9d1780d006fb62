"""What a process that runs workers does when one of them cannot begin, or fails."""

import threading

import pytest

from services.cli.serving import Crew
from shared.errors import MisconfiguredError, UnavailableError
from shared.settings import Settings


def test_work_that_could_not_begin_is_begun_again() -> None:
    """A dependency that is away at the start is waited for, and is no failure."""
    begun: list[int] = []

    def work(_settings: Settings, stop: threading.Event) -> None:
        begun.append(len(begun))
        if len(begun) == 1:
            raise UnavailableError("PostgreSQL is away")
        stop.set()

    crew = Crew(Settings(), (work,))
    crew.start()
    assert crew.stop.wait(10)
    crew.finish()
    assert begun == [0, 1]


def test_a_failure_no_wait_can_mend_ends_all() -> None:
    """The others are told to stop, and the failure is raised."""

    def failing(_settings: Settings, _stop: threading.Event) -> None:
        raise MisconfiguredError("AFTERHIRE_MASTER_KEY is missing")

    def working(_settings: Settings, stop: threading.Event) -> None:
        assert stop.wait(10)

    crew = Crew(Settings(), (failing, working))
    crew.start()
    with pytest.raises(MisconfiguredError):
        crew.finish()
    assert crew.stop.is_set()
