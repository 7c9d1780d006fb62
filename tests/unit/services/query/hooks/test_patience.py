"""When a web hook that failed is tried again, and when no longer."""

from datetime import UTC, datetime, timedelta

import pytest

from services.query.hooks.patience import AFTER, JITTER, LONGEST_ASKED, after

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)


@pytest.mark.parametrize("failed", range(1, 15))
def test_each_failure_in_a_row_waits_longer_up_to_half_a_day(failed: int) -> None:
    """Give or take, so that many hooks do not come back together."""
    verdict = after(failed, NOW, NOW)
    wait, asked = verdict.next_at - NOW, AFTER[min(failed, len(AFTER)) - 1]
    assert verdict.state == "on"
    assert asked * (1 - JITTER) <= wait <= asked * (1 + JITTER)


def test_a_receiver_may_ask_for_patience_up_to_a_day() -> None:
    """`Retry-After` counts where it is longer."""
    assert after(1, NOW, NOW, timedelta(hours=2)).next_at == NOW + timedelta(hours=2)
    assert after(1, NOW, NOW, timedelta(days=9)).next_at == NOW + LONGEST_ASKED


def test_after_five_days_it_counts_as_stopped_and_is_tried_once_a_day() -> None:
    """And after five weeks no more."""
    assert after(9, NOW - timedelta(days=5), NOW) == ("stopped", NOW + timedelta(days=1))
    assert after(9, NOW - timedelta(days=34), NOW) == ("stopped", NOW + timedelta(days=1))
    assert after(9, NOW - timedelta(days=35), NOW).state == "off"


def test_who_is_gone_is_not_tried_again() -> None:
    """410 says so."""
    assert after(1, NOW, NOW, gone=True).state == "off"
