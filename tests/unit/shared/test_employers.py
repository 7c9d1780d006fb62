import pytest

from shared.employers import same_employer


@pytest.mark.parametrize(("one", "other"), [("Acme", "ACME Inc."), ("Acme Ltd", "acme"), ("A.C.M.E", "Acme")])
def test_spellings_of_one_employer_are_equal(one: str, other: str) -> None:
    """Case, signs and legal forms say nothing."""
    assert same_employer(one, other)


def test_other_and_unknown_employers_are_not_equal() -> None:
    """Two unknown ones neither."""
    assert not same_employer("Acme", "Globex")
    assert not same_employer(None, None)
