"""What Today shows of the agency beside one's own."""

import asyncio
from typing import Any, cast

from services.console.pages.today import pool_of
from services.console.services import Services

ANN = "ann@agency.example"


class Query:
    """A queue in pages: Ann's tasks first, then others'."""

    def __init__(self, mine: int, others: int) -> None:
        self._tasks = [{"recruiter": ANN}] * mine + [{"recruiter": None}] * others
        self.asked = 0

    async def get(self, _service: str, _path: str, *, limit: int, cursor: int | None, **_: Any) -> Any:  # noqa: ANN401 - JSON
        """The page that begins there."""
        self.asked += 1
        begins = cursor or 0
        ends = begins + limit
        return {"tasks": self._tasks[begins:ends], "next": ends if ends < len(self._tasks) else None}


def found(query: Query, most: int = 25) -> tuple[int, bool]:
    pool = asyncio.run(pool_of(cast("Services", query), ANN, most))
    return len(pool.tasks), pool.more


def test_others_tasks_show_however_many_are_ones_own() -> None:
    """One's own are no part of the pool, and do not take its room."""
    assert found(Query(150, 30)) == (25, True)
    assert found(Query(150, 30), 50) == (30, False)
    assert found(Query(0, 0)) == (0, False)


def test_no_more_is_looked_at_than_is_shown() -> None:
    """A first page with enough is all that is asked for."""
    query = Query(10, 400)
    assert found(query) == (25, True)
    assert query.asked == 1
