"""Plain text, and the beginning of a long one."""

import pytest

from shared.plain import excerpt


@pytest.mark.parametrize(
    ("text", "shown"), [("abcde", "abcde"), ("abcdef", "abcd…"), ("abc  ef", "abc…"), ("", "")]
)
def test_of_something_long_the_beginning(text: str, shown: str) -> None:
    """Never longer than asked for, and it says that there is more."""
    assert excerpt(text, 5) == shown
