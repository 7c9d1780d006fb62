"""A bar for what takes long: on a terminal it moves, elsewhere it is a line per thing."""

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bars

from services.local.progress import Progress


@contextmanager
def bar(console: Console) -> Iterator[Progress]:
    """Give a callback that shows what is being done, how much of it is done, and of how much."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Bars(*columns, console=console, transient=True, disable=not console.is_terminal) as bars:
        yield _Shown(console, bars)


class _Shown:
    def __init__(self, console: Console, bars: Bars) -> None:
        self._console = console
        self._bars = bars
        self._shown: dict[str, TaskID] = {}

    def __call__(self, what: str, done: int, total: int) -> None:
        if what not in self._shown:
            self._shown[what] = self._bars.add_task(what, total=total or None)
            if not self._console.is_terminal:
                self._console.print(f"{what} …", markup=False)
        self._bars.update(self._shown[what], completed=done, total=total or None)
