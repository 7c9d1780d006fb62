"""What a recruiter may fill in when a task is done."""

from datetime import date

import pytest

from shared.errors import UnreadableError
from shared.forms import Given, Kind, form_of, in_words, read
from shared.forms.plays import OWN
from shared.forms.question import Answer

DAY = date(2026, 3, 1)
COMMON = ["note", "satisfaction", "channel", "looking"]


def test_a_play_without_questions_of_its_own_asks_what_every_play_does() -> None:
    """Whatever its name."""
    names = [question.name for question in form_of("congratulate_on_anniversary").questions]
    assert names == COMMON


@pytest.mark.parametrize("play", OWN)
def test_every_form_asks_the_common_questions_too_and_each_once(play: str) -> None:
    """A play that puts one of them first does not ask it twice."""
    names = [question.name for question in form_of(play).questions]
    assert set(COMMON) <= set(names)
    assert len(names) == len(set(names))


@pytest.mark.parametrize("play", OWN)
def test_what_a_question_needs_is_asked_as_well(play: str) -> None:
    """No form asks for what it cannot take."""
    questions = form_of(play).questions
    assert {question.needs for question in questions} <= {None, *(question.name for question in questions)}
    assert all(question.choices for question in questions if question.kind is Kind.CHOICE)


@pytest.mark.parametrize(
    ("play", "name", "given", "answer", "words"),
    [
        ("ask_about_onboarding", "rating", 5, 5, "5"),
        ("ask_about_onboarding", "rating", " 1 ", 1, "1"),
        ("ask_about_onboarding", "went_well", " the team\nand the tea ", "the team\nand the tea", None),
        ("get_to_know_them", "satisfaction", 0, 0, "0"),
        ("get_to_know_them", "satisfaction", 10, 10, "10"),
        ("get_to_know_them", "looking", False, False, "no"),
        ("get_to_know_them", "looking", "Yes", True, "yes"),
        ("get_to_know_them", "channel", "call", "call", "call"),
        (
            "get_to_know_them",
            "interests",
            ["Rust", " Go  lang ", "Rust"],
            ("Rust", "Go lang"),
            "Rust, Go lang",
        ),
        ("get_to_know_them", "interests", "Rust, Go,", ("Rust", "Go"), "Rust, Go"),
        ("ask_for_a_review", "platform", " Google  Maps", "google maps", "google maps"),
    ],
)
def test_an_answer_is_read_as_its_question_asks(
    play: str, name: str, given: Given, answer: Answer, words: str | None
) -> None:
    """From JSON, and from text as a web form sends it."""
    found = read(form_of(play), {name: given})[name]
    assert found == answer
    assert type(found) is type(answer)
    assert in_words(found) == (words or answer)


def test_a_day_is_read_with_what_it_needs() -> None:
    """By when goes with what."""
    given: dict[str, Given] = {"goal_target": "2026-03-01", "goal": "lead a team"}
    assert read(form_of("offer_a_career_review"), given) == {"goal": "lead a team", "goal_target": DAY}
    assert in_words(DAY) == "2026-03-01"


@pytest.mark.parametrize("nothing", [None, "", "  \n", [], [" "]])
def test_what_was_left_empty_was_not_answered(nothing: Given) -> None:
    """A web form sends every field."""
    assert read(form_of("get_to_know_them"), {"interests": nothing}) == {}


@pytest.mark.parametrize(
    ("play", "name", "given", "expected"),
    [
        ("ask_about_onboarding", "rating", 0, "expected 1 to 5, found 0"),
        ("ask_about_onboarding", "rating", "six", "expected 1 to 5, found 'six'"),
        ("ask_about_onboarding", "rating", True, "expected 1 to 5, found True"),
        ("ask_about_onboarding", "went_well", 7, "expected text"),
        ("ask_about_onboarding", "went_well", "x" * 10_001, "expected text of at most 10000"),
        ("ask_about_onboarding", "went_well", "\u202eevil", "without control codes"),
        ("check_in_on_settling_in", "satisfaction", 11, "expected 0 to 10, found 11"),
        ("check_in_on_settling_in", "satisfaction", -1, "expected 0 to 10, found -1"),
        ("check_in_on_settling_in", "looking", "perhaps", "expected yes or no, found 'perhaps'"),
        ("check_in_on_settling_in", "looking", 1, "expected yes or no, found 1"),
        ("check_in_on_settling_in", "channel", "pigeon", "expected one of message, call, meeting, other"),
        ("offer_a_career_review", "goal_target", "2026-02-30", "expected a day like 2026-03-01"),
        ("offer_a_career_review", "goal_target", "soon", "found 'soon'"),
        ("ask_for_a_review", "platform", ["google"], "expected the name of a review site"),
        ("ask_for_a_review", "review_url", "javascript:alert(1)", "expected the address of a web page"),
        ("ask_for_a_review", "review_url", "https://", "expected the address of a web page"),
        ("get_to_know_them", "interests", 3, "expected at most 30 texts"),
        ("get_to_know_them", "interests", ["x"] * 31, "expected at most 30 texts"),
        ("get_to_know_them", "interests", ["x" * 201], "of at most 200 characters"),
    ],
)
def test_an_answer_of_another_kind_is_refused_by_name(
    play: str, name: str, given: Given, expected: str
) -> None:
    """The error names the question, what was expected and what was found."""
    with pytest.raises(UnreadableError) as wrong:
        read(form_of(play), {name: given})
    assert wrong.value.field == name
    assert expected in wrong.value.reason


def test_a_question_of_another_play_is_refused() -> None:
    """With those that are asked."""
    with pytest.raises(UnreadableError, match=r"expected one of rating, went_well.*found 'goal'") as wrong:
        read(form_of("ask_about_onboarding"), {"goal": "lead"})
    assert wrong.value.field == "goal"


@pytest.mark.parametrize(
    ("play", "given", "missing"),
    [
        ("ask_for_a_review", {"review_url": "https://g.example/1"}, "platform"),
        ("ask_for_a_testimonial", {"words": "Great."}, "publish"),
        ("ask_for_a_testimonial", {"publish": True}, "words"),
        ("offer_to_build_their_team", {"employer": "Acme"}, "became_client"),
        ("ask_for_a_referral", {"referred_words": "a fine engineer"}, "referred_name"),
        ("get_to_know_them", {"goal_target": "2026-03-01"}, "goal"),
    ],
)
def test_an_answer_that_needs_another_says_which(play: str, given: dict[str, Given], missing: str) -> None:
    """Half of a testimonial is none."""
    with pytest.raises(UnreadableError, match="found none") as wrong:
        read(form_of(play), given)
    assert wrong.value.field == missing
