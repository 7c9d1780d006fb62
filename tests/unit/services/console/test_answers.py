"""What was filled in, as the desk wants it."""

from starlette.datastructures import FormData

from services.console.answers import answered

QUESTIONS = [
    {"name": "rating", "kind": "rating"},
    {"name": "went_well", "kind": "text"},
    {"name": "looking", "kind": "yes_no"},
    {"name": "interests", "kind": "words"},
]


def test_each_answer_is_what_its_question_asks_for() -> None:
    """Numbers, yes or no, lists; what was left empty is not said."""
    given = FormData(
        {
            "answer.rating": "4",
            "answer.went_well": "  ",
            "answer.looking": "no",
            "answer.interests": "Rust, , sailing",
            "answer.other": "x",
        }
    )
    assert answered(QUESTIONS, given) == {"rating": 4, "looking": False, "interests": ["Rust", "sailing"]}


def test_what_is_no_number_is_left_for_the_desk_to_refuse() -> None:
    """In its own words, which say what it expects."""
    assert answered(QUESTIONS, FormData({"answer.rating": "good"})) == {"rating": "good"}
