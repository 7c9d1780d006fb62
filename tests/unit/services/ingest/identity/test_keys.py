"""Strong keys."""

import pytest

from services.ingest.identity import keys


@pytest.mark.parametrize("text", ["Jane@Example.com", "jane@EXAMPLE.com"])
def test_letter_case_makes_no_other_address(text: str) -> None:
    """One key."""
    assert keys.email(text) == "email:jane@example.com"


@pytest.mark.parametrize("text", ["jane@münchen.de", "Jane@MÜNCHEN.de", "jane@XN--mnchen-3ya.de"])
def test_a_domain_is_one_however_it_is_written(text: str) -> None:
    """In its own letters, or as it is looked up."""
    assert keys.email(text) == "email:jane@xn--mnchen-3ya.de"


@pytest.mark.parametrize(
    ("one", "other"), [("jane@faß.de", "jane@fass.de"), ("strauß@example.com", "strauss@example.com")]
)
def test_letters_that_look_alike_make_two_addresses(one: str, other: str) -> None:
    """By one key, two strangers would be one person."""
    assert None not in {keys.email(one), keys.email(other)}
    assert keys.email(one) != keys.email(other)


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
        "https://m.linkedin.com/in/josé-d",
        "https://www.linkedin.com/mwlite/in/josé-d",
        "https://www.linkedin.com/in/josé-d/de?trk=x",
        "https://www.linkedin.com/in/josé-d/en-US/",
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
