import pytest

from shared.titles import promoted


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Software Engineer", "Senior Software Engineer"),
        ("Software Engineer", "Software Engineer II"),
        ("Engineer II", "Engineer III"),
        ("Senior Software Engineer", "Engineering Manager"),
        ("Product Manager", "Group Product Manager"),
        ("Assistant Store Manager", "Store Manager"),
        ("Store Manager", "Regional Manager"),
        ("Marketing Manager", "Senior Marketing Manager"),
        ("Sales Manager", "Head of Sales"),
        ("VP Engineering", "CTO"),
        ("Senior Vice President", "Executive Vice President"),
        ("COO", "CEO"),
        ("Investment Banking Analyst", "Investment Banking Associate"),
        ("Investment Banking Associate", "Vice President, Investment Banking"),
        ("Vice President, Investment Banking", "Director, Investment Banking"),
        ("Senior Associate, Tax", "Partner, Tax"),
        ("Werkstudent Marketing", "Marketing Manager"),
        ("Entwicklerin", "Teamleiterin Entwicklung"),
        ("Teamleiter Vertrieb", "Vertriebsleiter"),
        ("Tech Lead", "Director of Engineering"),
    ],
)
def test_a_step_up_is_a_promotion(old: str, new: str) -> None:
    """A higher rank or a higher place within it; and the way back is none."""
    assert promoted(old, new) is True
    assert promoted(new, old) is False


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Software Engineer", "software engineer"),
        ("Software Engineer", "Software Developer (m/w/d)"),
        ("Sales Manager", "SALES MANAGER @ Acme"),
        ("Sr. Accountant", "Senior Accountant"),
    ],
)
def test_other_words_for_the_same_are_no_promotion(old: str, new: str) -> None:
    """A title respelt moves nobody."""
    assert promoted(old, new) is False


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (None, "CEO"),
        ("Sales Manager", None),
        ("Partner in Crime", "Wizard"),
        ("Software Engineer", "Former CTO"),
        ("Staff Engineer", "Engineering Manager"),  # neighbours on two tracks
        ("Principal Engineer", "Engineering Manager"),
        ("Account Executive", "Account Manager"),  # equal by the ladder, and yet not the same
        ("CTO", "CFO"),
        ("Software Engineer", "PM"),  # project, program or product manager, or prime minister
    ],
)
def test_what_cannot_be_told_is_not_guessed(old: str | None, new: str | None) -> None:
    """Unknown is an answer, either way round."""
    assert promoted(old, new) is None
    assert promoted(new, old) is None
