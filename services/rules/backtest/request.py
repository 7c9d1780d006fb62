"""A backtest from beginning to end: the one function that the command and the API call."""

from datetime import date, timedelta

from services.rules.backtest.comparing import compared
from services.rules.backtest.counts import Span
from services.rules.backtest.reading import reading
from services.rules.backtest.report import Report
from services.rules.backtest.running import Asked, Progress, play
from services.rules.playbook import Playbook
from services.rules.playbook.store import Playbooks, newest
from shared.clock import day_of
from shared.database import engine
from shared.errors import MisconfiguredError
from shared.settings import Settings

YEAR = timedelta(days=365)


def backtest(
    settings: Settings, new: Playbook, span: Span, *, processes: int = 1, progress: Progress
) -> Report:
    """Compare a playbook with the one in force over the agency's own histories; changes nothing.

    Raises `UnavailableError` when PostgreSQL is away or a process has died.
    """
    playbooks = (_in_force(settings), new)
    played = play(Asked(settings, playbooks, span), processes=processes, progress=progress)
    return compared(settings.agency, played, playbooks, span)


def span_of(settings: Settings, first: date | None, last: date | None) -> Span:
    """The days from one to another: up to today, and the year before, where they are not given.

    Raises `MisconfiguredError` when the first day lies after the last.
    """
    last = last or day_of(settings.clock.now(), settings.zone)
    first = first or last - YEAR
    if first > last:
        raise MisconfiguredError(f"expected the first day to come before the last, found {first} and {last}")
    return Span(first, last)


def _in_force(settings: Settings) -> Playbook:
    made = engine(settings, application="backtest", pool_size=1)
    try:
        with reading(made) as connection:
            adopted = newest(connection, settings.agency)
            return Playbooks().get(connection, settings.agency, adopted.playbook if adopted else None)
    finally:
        made.dispose()
