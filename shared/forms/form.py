"""The form of a play: its own questions, then those of every play."""

from collections.abc import Mapping
from functools import cache

import msgspec

from shared.errors import UnreadableError
from shared.forms.plays import COMMON, OWN
from shared.forms.question import Answer, Given, Question
from shared.forms.reading import LONGEST_WORD, read_one


class Form(msgspec.Struct, frozen=True):
    """What may be filled in when a task of a play is done."""

    play: str
    questions: tuple[Question, ...]
    """In the order in which a recruiter is asked."""


@cache
def form_of(play: str) -> Form:
    """The form of a play; a play without questions of its own has those of every play."""
    own = OWN.get(play, ())
    named = {question.name for question in own}
    return Form(play, (*own, *(question for question in COMMON if question.name not in named)))


def read(form: Form, given: Mapping[str, Given]) -> dict[str, Answer]:
    """What was answered, by the name of the question, in the form's order; without what was left empty.

    Raises `UnreadableError` that names the question, what was expected and what was found.
    """
    _check_known(form, given)
    found = ((question, read_one(question, given.get(question.name))) for question in form.questions)
    answers = {question.name: answer for question, answer in found if answer is not None}
    for question in form.questions:
        if question.needs and question.name in answers and question.needs not in answers:
            reason = f"expected an answer, as {question.name} was answered; found none"
            raise UnreadableError(reason, field=question.needs)
    return answers


def _check_known(form: Form, given: Mapping[str, Given]) -> None:
    known = [question.name for question in form.questions]
    for name in given:
        if name not in known:
            found = name[:LONGEST_WORD]
            raise UnreadableError(f"expected one of {', '.join(known)}; found {found!r}", field=found)
