"""What a recruiter filled in when a task was done: what becomes a fact of its own, and the rest. Pure."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

import msgspec

from shared.errors import UnreadableError
from shared.forms import Given, form_of, in_words, read


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """Answers that have a fact, or a place in one, by the name of their question."""

    note: str | None = None
    satisfaction: int | None = None
    channel: str = "message"
    looking: bool | None = None
    goal: str | None = None
    goal_target: date | None = None
    motivation: str | None = None
    interests: tuple[str, ...] = ()
    became_client: bool = False
    employer: str | None = None
    referred_name: str | None = None
    referred_words: str | None = None
    platform: str | None = None
    review_url: str | None = None
    words: str | None = None
    publish: bool = False


class Answers(NamedTuple):
    """All that was answered."""

    told: Told
    others: dict[str, str]
    """Answers without a fact of their own, in words, by the name of their question."""


def answers_of(play: str, beside: Mapping[str, Given], among: Mapping[str, Given]) -> Answers:
    """Read what was said beside the answers and among them.

    Raises `UnreadableError` that names the question.
    """
    if twice := sorted(beside.keys() & among.keys()):
        raise UnreadableError("expected once, found beside the answers and among them", field=twice[0])
    answers = read(form_of(play), {**among, **beside})
    told = msgspec.convert(answers, Told)
    others = {name: in_words(said) for name, said in answers.items() if name not in Told.__struct_fields__}
    return Answers(told, others)
