"""What is wrong with which field, in words that need no knowledge of what checks it."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID

import pytest
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from shared.web.wrong_fields import wrong_fields


class State(StrEnum):
    """Where something stands."""

    OPEN = "open"
    DONE = "done"


class Goal(BaseModel):
    """A goal."""

    kind: Literal["goal"]
    target: date | None = None


class Search(BaseModel):
    """Whether they are looking."""

    kind: Literal["looking"]
    looking: bool


class Asked(BaseModel):
    """A request."""

    model_config = ConfigDict(extra="forbid")
    state: list[State | Literal["any"]] = []
    due: date | Literal["today"] | None = None
    limit: Annotated[int, Field(ge=1, le=200)] = 1
    person: UUID | None = None
    said: list[Annotated[Goal | Search, Field(discriminator="kind")]] = []


@pytest.mark.parametrize(
    ("sent", "field", "reason"),
    [
        ({"state": ["bogus"]}, "state", "expected 'open' or 'done' or 'any'"),
        ({"due": "tomorrow"}, "due", "expected a day like 2026-03-01 or 'today'"),
        ({"limit": "many"}, "limit", "expected a whole number"),
        ({"limit": 500}, "limit", "expected 200 or less"),
        ({"person": "Jonas"}, "person", "expected an id like 1d2f0c8e-13a7-5a3c-9c41-3f1f6f5a7d11"),
        (
            {"said": [{"kind": "goal", "target": "01/06/2027"}]},
            "said.0.goal.target",
            "expected a day like 2026-03-01",
        ),
        ({"said": [{"kind": "looking", "looking": "maybe"}]}, "said.0.looking.looking", "expected yes or no"),
        ({"said": [{"kind": "gaol"}]}, "said", "there is no kind gaol; there are: 'goal', 'looking'"),
        ({"said": [{}]}, "said", "expected a kind, found none"),
        ({"else": 1}, "else", "no field of this name is known here"),
    ],
)
def test_a_wrong_field_says_what_was_expected(sent: dict[str, object], field: str, reason: str) -> None:
    """Once, also where it may be of several forms."""
    with pytest.raises(ValidationError) as refused:
        TypeAdapter(Asked).validate_python(sent)
    errors = [{**each, "loc": ("body", *each["loc"])} for each in refused.value.errors()]
    assert wrong_fields(errors) == [{"field": field, "reason": reason}]


def test_a_body_that_is_no_json_by_its_header_says_which_header() -> None:
    """As curl sends it."""
    with pytest.raises(ValidationError) as refused:
        Asked.model_validate(b"{}", from_attributes=True)
    said = wrong_fields([{**each, "loc": ("body",)} for each in refused.value.errors()])
    assert said == [
        {
            "field": "body",
            "reason": "expected a JSON object, under the header Content-Type: application/json",
        }
    ]
