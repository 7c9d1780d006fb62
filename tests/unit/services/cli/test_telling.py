"""What `afterhire tell` says to the API."""

import pytest
from pydantic import TypeAdapter

from services.cli.telling import Json, fields, statement
from services.ingest.firsthand.kinds import AnyStatement
from shared.errors import UnreadableError

READ = TypeAdapter[AnyStatement](AnyStatement)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (statement("note", "Likes tea.", by="ann", on=None), {"words": "Likes tea.", "by": "ann"}),
        (statement("satisfaction", "", score=9), {"score": 9}),
        (statement("looking", "no"), {"looking": "no"}),
        (statement("consent_withdrawn", ""), {}),
        (statement("contact", "", channel="call", answered=True), {"channel": "call", "answered": True}),
        (
            statement("review", "") | fields(["platform=Google", "url=https://x.example/?a=b"]),
            {"platform": "Google", "url": "https://x.example/?a=b"},
        ),
        (
            statement("opportunity", "") | fields(["job=J-7", "fits=field", "score=80"]),
            {"job": "J-7", "fits": "field", "score": "80"},
        ),
    ],
)
def test_what_was_not_said_is_left_out(said: Json, told: Json) -> None:
    """So that the API says which option does not belong to which kind; and it takes the rest."""
    assert said == {"kind": said["kind"], **told}
    assert READ.validate_python(said).kind == said["kind"]


def test_a_field_has_a_name_and_a_value() -> None:
    """Anything else is a mistake, shown as it was written."""
    with pytest.raises(UnreadableError, match="NAME=VALUE, like platform=Google; found 'Google'"):
        fields(["Google"])
