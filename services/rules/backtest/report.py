"""What a backtest found, each figure under the playbook in force and under the new one."""

from collections.abc import Iterable
from datetime import date

from msgspec import Struct

Number = int | float


class Pair(Struct, frozen=True):
    """One figure under both playbooks."""

    in_force: Number
    new: Number
    difference: Number
    """New less in force."""

    @classmethod
    def of(cls, in_force: Number, new: Number) -> "Pair":
        """With their difference."""
        return cls(in_force, new, new - in_force)


class Figures(Struct, frozen=True, kw_only=True):
    """How many tasks something happened to; see `counts.Counts.happened` for what counts and when."""

    raised: Pair
    moved: Pair
    held_back: Pair
    withdrawn: Pair
    expired: Pair


class OfPlay(Figures, frozen=True, kw_only=True):
    """The tasks of one play."""

    play: str


class OfMonth(Figures, frozen=True, kw_only=True):
    """What happened in one month."""

    month: str
    """Like `2026-03`."""


class OfPlayAndMonth(Figures, frozen=True, kw_only=True):
    """What happened to the tasks of one play in one month."""

    play: str
    month: str


class Reason(Struct, frozen=True):
    """How many tasks were held back for one reason."""

    because: str
    tasks: Pair


class Load(Struct, frozen=True, kw_only=True):
    """The new tasks of one recruiter."""

    recruiter: str
    """`""` is the agency's pool."""
    tasks: Pair
    median_a_day: Pair
    """Of the days that bring any."""
    most_a_day: Pair
    days_above: Pair
    """Days with more new tasks than the playbook's `tasks_a_day`."""


class Setting(Struct, frozen=True):
    """A setting that the two playbooks say otherwise; `None` where one of them does not have it."""

    setting: str
    in_force: object
    new: object


class Rules(Struct, frozen=True):
    """One of the two playbooks."""

    version: str
    tasks_a_day: int


class Report(Struct, frozen=True, kw_only=True, rename={"first": "from", "last": "to"}):
    """The whole of it; as JSON it is what `afterhire backtest --json` prints."""

    agency: str
    first: date
    last: date
    people: int
    """Whose histories were played."""
    facts: int
    unreadable: int
    """People who were left out because their facts could not be opened."""
    in_force: Rules
    new: Rules
    settings: tuple[Setting, ...]
    total: Figures
    never_touched: Pair
    """People for whom no task was raised."""
    plays: tuple[OfPlay, ...]
    months: tuple[OfMonth, ...]
    plays_by_month: tuple[OfPlayAndMonth, ...]
    held_back: tuple[Reason, ...]
    recruiters: tuple[Load, ...]

    @property
    def days_above(self) -> Pair:
        """Of all recruiters together."""
        return _sum(each.days_above for each in self.recruiters)


def _sum(pairs: Iterable[Pair]) -> Pair:
    all_ = list(pairs)
    return Pair.of(sum(pair.in_force for pair in all_), sum(pair.new for pair in all_))
