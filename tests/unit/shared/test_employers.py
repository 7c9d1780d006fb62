import pytest

from shared.employers import Employers, same_employer


@pytest.mark.parametrize(("one", "other"), [("Acme", "ACME Inc."), ("Acme Ltd", "acme"), ("A.C.M.E", "Acme")])
def test_spellings_of_one_employer_are_equal(one: str, other: str) -> None:
    """Case, signs and legal forms say nothing."""
    assert same_employer(one, other)


def test_other_and_unknown_employers_are_not_equal() -> None:
    """Two unknown ones neither."""
    assert not same_employer("Acme", "Globex")
    assert not same_employer(None, None)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Facebook, Inc.", "Meta Platforms, Inc."), ("Symantec Corp", "Gen Digital"), ("Daimler AG", "DAIMLER")],
)
def test_a_rename_makes_no_other_employer(one: str, other: str) -> None:
    """Also one with a legal form, and one that was renamed twice."""
    assert same_employer(one, other)
    assert same_employer(other, one)


def test_who_was_bought_and_goes_on_is_another_employer() -> None:
    """People move between the two."""
    assert not same_employer("LinkedIn", "Microsoft")


@pytest.mark.parametrize(
    ("told", "one", "other"),
    [
        ({"Globex": ["Acme"]}, "ACME Ltd.", "globex gmbh"),
        ({"Globex": ["Acme"], "Hooli": ["Globex"]}, "Acme", "Hooli"),
        ({"Globex": ["Facebook"]}, "Meta", "Globex"),
        ({"Globex": ["Acme"], "Acme": ["Globex"]}, "Acme", "Globex"),
        ({"Globex": ["Globex"]}, "Globex", "Globex Inc."),
        ({}, "Facebook", "Meta"),
    ],
)
def test_an_agencys_own_word_is_heard_beside_what_everybody_knows(
    told: dict[str, list[str]], one: str, other: str
) -> None:
    """Also of one that was renamed twice, and where two are said to be each other."""
    assert Employers(told).same(one, other)
    assert Employers(told).same(other, one)
    assert not Employers(told).same(one, "Initech")
    assert not Employers(told).same(None, None)
