"""What two services say of a recruiter's day; neither may import the other."""

from services.query.day import TASKS_A_DAY
from services.rules.playbook import STANDARD


def test_without_a_playbook_both_give_as_many_tasks_a_day() -> None:
    """The day that query works out follows the playbook that the rules have by default."""
    assert STANDARD.tasks_a_day == TASKS_A_DAY
