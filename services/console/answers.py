"""A form's fields as the answers to a play's questions."""

from collections.abc import Sequence

from starlette.datastructures import FormData

from services.console.services import Json

Answer = str | int | bool | list[str]
BEFORE = "answer."
"""What the fields' names begin with."""


def answered(questions: Sequence[Json], given: FormData) -> dict[str, Answer]:
    """What was filled in, each as its question wants it; what is no number stays as it was written."""
    found = {}
    for question in questions:
        text = str(given.get(f"{BEFORE}{question['name']}", "")).strip()
        if text:
            found[question["name"]] = _as(question["kind"], text)
    return found


def _as(kind: str, text: str) -> Answer:
    match kind:
        case "rating" | "score" if text.isdecimal():
            return int(text)
        case "yes_no":
            return text == "yes"
        case "words":
            return [part.strip() for part in text.split(",") if part.strip()]
        case _:
            return text
