"""When a process that died is started again."""

from services.local.restarts import RestartPolicy

POLICY = RestartPolicy(at_most=3, window=60, first_delay=0.5, longest_delay=1.5)


def test_each_death_waits_longer_up_to_a_limit() -> None:
    """The delay doubles with each death in the window and never exceeds the longest."""
    assert [POLICY.delay(deaths) for deaths in ([10], [10, 11], [10, 11, 12])] == [0.5, 1.0, 1.5]


def test_too_many_deaths_in_the_window_are_given_up_on() -> None:
    """The death after the last allowed restart is final."""
    assert POLICY.delay([10, 11, 12, 13]) is None


def test_deaths_before_the_window_do_not_count() -> None:
    """A process that dies once an hour is always started again, without growing delays."""
    assert POLICY.delay([0, 3600, 7200, 10800, 14400]) == 0.5
