"""What a rules worker does when its upkeep finds that somebody else owns its partitions."""

import asyncio
from typing import cast

import pytest

from services.rules.stream.turns import Turns
from shared.errors import FencedError, RewindError, UnavailableError
from shared.step import Step


class Upkeep:
    """A step of which only the upkeep is asked, and fails."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    def upkeep(self) -> bool:
        """Fail."""
        raise self.error


async def turned(error: Exception, *, still_owner: bool) -> Turns:
    turns = Turns(cast("Step", Upkeep(error)))
    await turns.upkeep(lambda: still_owner)
    return turns


def test_partitions_lost_without_a_word_are_joined_for_again() -> None:
    """Nothing was said by the group, so nobody would ever assign them again."""
    turns = asyncio.run(turned(FencedError("another owner"), still_owner=True))
    assert isinstance(turns.failure, RewindError)
    assert turns.over.is_set()


def test_having_no_partitions_yet_is_no_news_to_the_step() -> None:
    """It keeps in mind for which numbers it looked, and how far back."""

    class Idle:
        forgotten = False

        def forget(self) -> None:
            self.forgotten = True

    step = Idle()
    assert asyncio.run(Turns(cast("Step", step)).assign({}, {})) == {}
    assert step.forgotten


@pytest.mark.parametrize(
    ("error", "still_owner"), [(FencedError("another owner"), False), (UnavailableError("away"), True)]
)
def test_what_passes_by_itself_is_waited_for(error: Exception, *, still_owner: bool) -> None:
    """The group is assigning anew, or the database is away."""
    assert asyncio.run(turned(error, still_owner=still_owner)).failure is None
