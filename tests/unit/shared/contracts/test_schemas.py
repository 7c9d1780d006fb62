"""The schema of each event is what stands on the log."""

import json
from pathlib import Path

import pytest

from shared.contracts import asyncapi, schemas
from shared.facts import KINDS
from shared.topics import Topic

SAMPLES = Path(__file__).parents[3] / "samples"


@pytest.mark.parametrize("event", sorted(KINDS))
def test_a_record_is_what_its_schema_says(event: str) -> None:
    """No field that it does not name, none missing that it needs, and nothing personal in the open."""
    schema, kind = schemas.of_event(event), KINDS[event]
    sample = json.loads((SAMPLES / event / f"{kind.version}.json").read_text())["written"]
    assert schema["$id"] == sample["headers"]["ce_dataschema"]
    value = json.loads(sample["value"])
    assert {*schema["required"]} <= {*value} <= {*schema["properties"]}
    assert not kind.personal & {*schema["properties"]}
    assert {*schema.get("x-personal", {})} == kind.personal


def test_every_event_is_on_a_topic() -> None:
    """And every message that a channel names is described."""
    document = asyncapi.document("acme")
    messages = document["components"]["messages"]
    named = {name for channel in document["channels"].values() for name in channel["messages"]}
    assert named == {*messages} == {*KINDS}
    assert document["channels"][Topic.PEOPLE]["address"] == "acme.people"
