"""Signs of life."""

import time
from pathlib import Path

from shared.heartbeat import FRESH_S, Heartbeat, late, main


def test_a_worker_that_gave_no_sign_yet_is_not_healthy(tmp_path: Path) -> None:
    """Neither before its first round nor without a folder to look into."""
    assert main(str(tmp_path), time.time()) is not None
    assert main(None, 0.0) is not None


def test_a_part_whose_round_succeeded_is_healthy(tmp_path: Path) -> None:
    """The folder is made with the first sign."""
    folder = tmp_path / "new"
    Heartbeat(folder, "reader").beat()
    assert main(str(folder), time.time()) is None


def test_each_silent_part_is_named(tmp_path: Path) -> None:
    """One part's signs do not hide that another has fallen silent."""
    Heartbeat(tmp_path, "reader").beat()
    Heartbeat(tmp_path, "relay").beat()
    later = (tmp_path / "reader").stat().st_mtime + FRESH_S + 5
    assert late(tmp_path, later) == ["reader", "relay"]


def test_without_a_folder_a_beat_does_nothing() -> None:
    """Who runs on one machine needs no health checks of files."""
    Heartbeat(None, "reader").beat()
