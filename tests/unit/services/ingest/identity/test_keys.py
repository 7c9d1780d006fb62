"""Strong keys."""

import pytest

from services.ingest.identity import keys


@pytest.mark.parametrize("text", ["Jane@Example.com", "jane@EXAMPLE.com"])
def test_letter_case_makes_no_other_address(text: str) -> None:
    """One key."""
    assert keys.email(text) == "email:jane@example.com"


@pytest.mark.parametrize(
    "text", ["", "jane", "jane@", "a@b@c.com", f"{300 * chr(120)}@example.com", "a b@c.com"]
)
def test_what_is_no_address_is_no_key(text: str) -> None:
    """Nobody is found by it."""
    assert keys.email(text) is None


@pytest.mark.parametrize(
    "url",
    [
        "https://www.linkedin.com/in/jos%C3%A9-d",
        "https://www.linkedin.com/in/JOSÉ-d/",
        "http://uk.linkedin.com/in/jose%CC%81-d?trk=x",
        " linkedin.com/in/josé-d ",
    ],
)
def test_one_profile_has_one_key(url: str) -> None:
    """However its address is written."""
    assert keys.profile(url) == "linkedin:josé-d"


@pytest.mark.parametrize(
    "url", ["", "https://example.com/in/jane", "linkedin.com/company/x", "linkedin.com/in/"]
)
def test_other_addresses_are_no_profile(url: str) -> None:
    """Nobody is found by them."""
    assert keys.profile(url) is None
