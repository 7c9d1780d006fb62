"""Where the embedded servers keep what they hold."""

import os
from pathlib import Path

import pytest

from services.local.home import choose_home, locked
from shared.errors import MisconfiguredError


def test_the_asked_folder_is_made_and_taken(open_folder: Path) -> None:
    """AFTERHIRE_HOME wins and is made with its parents."""
    asked = open_folder / "deep" / "home"
    assert choose_home(asked, open_folder) == asked
    assert asked.is_dir()


def test_the_working_folder_is_used_when_it_can_be(open_folder: Path) -> None:
    """Without a wish the databases lie beside the code, where a newcomer finds them."""
    assert choose_home(None, open_folder) == open_folder / ".afterhire"


def test_a_file_in_the_way_is_named(open_folder: Path) -> None:
    """A home that cannot be made stops with the name of the variable to change."""
    (open_folder / "home").write_text("")
    with pytest.raises(MisconfiguredError, match="AFTERHIRE_HOME"):
        choose_home(open_folder / "home" / "below", open_folder)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root's PostgreSQL runs as another user")
def test_root_gets_a_home_that_the_server_user_can_reach(open_folder: Path) -> None:
    """Below a folder that only root may enter the databases go elsewhere, always to the same place."""
    private = open_folder / "private"
    private.mkdir(mode=0o700)
    home = choose_home(None, private)
    assert not home.is_relative_to(private)
    assert choose_home(None, private) == home
    home.rmdir()
    with pytest.raises(MisconfiguredError, match="cannot be used as root"):
        choose_home(private / "home", private)


def test_a_held_lock_is_refused_with_the_given_words(open_folder: Path) -> None:
    """Two runs in one home do not start each other's servers."""
    with (
        locked(open_folder / "lock"),
        pytest.raises(MisconfiguredError, match="already running"),
        locked(open_folder / "lock", refusal="already running"),
    ):
        pytest.fail("held twice")
