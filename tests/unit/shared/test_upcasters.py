"""Old versions are brought up one version at a time, on plain dictionaries."""

import json
import uuid
from datetime import UTC, datetime

import msgspec
import pytest
from vocabulary.keys import MemoryKeys
from vocabulary.records import JANE, with_headers, with_value

from shared.codec import Codec
from shared.envelope import Event
from shared.errors import UnreadableError
from shared.facts import KINDS, Fact, Json, Kind, Upcaster
from shared.log.protocol import Record


class First(Fact, frozen=True, kw_only=True):
    """Version 1: a whole name; the mood is open."""

    name: str | None = None
    mood: str = ""


class Third(Fact, frozen=True, kw_only=True):
    """Version 3: the name in two parts, the mood personal and counted."""

    given: str | None = None
    family: str | None = None
    mood: int = 0


def in_two_parts(fields: Json) -> Json:
    """1 to 2."""
    given, _, family = fields.pop("name", "").partition(" ")
    return fields | {"given": given or None, "family": family or None}


def counted(fields: Json) -> Json:
    """2 to 3."""
    return fields | {"mood": {"": 0, "good": 1}[fields["mood"]]}


def kind(version: int, body: type[Fact], *personal: str) -> Kind:
    upcasters: dict[int, Upcaster] = {1: in_two_parts, 2: counted} if version == 3 else {}
    return Kind("person.felt", version, "tests", body, frozenset(personal), upcasters)


OLD = Codec([kind(1, First, "name")])
NEW = Codec([kind(3, Third, "given", "family", "mood")])


def felt(body: Fact) -> Event:
    return Event(
        id=str(uuid.UUID(int=7)),
        agency="demo",
        subject=JANE,
        source="ingest",
        occurred="2024-03-01",
        recorded_at=datetime(2024, 3, 1, tzinfo=UTC),
        body=body,
    )


def written(codec: Codec, body: Fact, keys: MemoryKeys) -> Record:
    return Record("afterhire.people", 0, 0, 0, *codec.encode(felt(body), keys))


def test_an_old_version_is_read_as_the_newest() -> None:
    """Sealed fields go through the same steps as open ones."""
    keys = MemoryKeys()
    record = written(OLD, First(name="Jane Doe", mood="good"), keys)
    assert NEW.decode(record, keys) == felt(Third(given="Jane", family="Doe", mood=1))


def test_a_version_between_goes_through_the_steps_that_are_left() -> None:
    """Version 2 is not taken for version 1."""
    record = with_headers(written(OLD, First(), MemoryKeys()), ce_dataschema="urn:afterhire:person.felt:2")
    second = with_value(record, b'{"given": "Jane", "family": "Doe", "mood": "good"}')
    assert NEW.decode(second, None) == felt(Third(given="Jane", family="Doe", mood=1))


def test_an_old_version_whose_key_is_gone_holds_the_newest_defaults() -> None:
    """What has become personal since is held back as well, though it once stood in the clear."""
    keys = MemoryKeys()
    record = written(OLD, First(name="Jane Doe", mood="good"), keys)
    keys.erase("demo", JANE)
    assert NEW.decode(record, keys) == msgspec.structs.replace(felt(Third()), opened=False)


@pytest.mark.parametrize("value", [{"mood": "unheard of"}, {}, {"mood": [1]}, {"name": 7, "mood": ""}])
def test_a_body_that_an_upcaster_cannot_take_is_unreadable(value: Json) -> None:
    """Whatever the upcaster raises, the record is parked and not the reader stopped."""
    record = with_value(written(OLD, First(), MemoryKeys()), json.dumps(value).encode())
    with pytest.raises(UnreadableError, match=r"person\.felt, version 1, found: does not fit version [12]"):
        NEW.decode(record, None)


def test_a_newer_version_waits_for_a_newer_program() -> None:
    """It is parked, and can be tried again after an update."""
    keys = MemoryKeys()
    with pytest.raises(UnreadableError, match="up to version 1, found 3; update") as told:
        OLD.decode(written(NEW, Third(given="Jane"), keys), keys)
    assert told.value.field == "ce_dataschema"


def test_the_codec_keeps_one_name_for_itself() -> None:
    """A field named `sealed` would be taken for what the codec writes there."""

    class Taken(Fact, frozen=True, kw_only=True):
        sealed: str

    with pytest.raises(TypeError, match="sealed"):
        Codec([kind(1, Taken)])


def test_kinds_of_a_codec_s_own_are_registered_nowhere() -> None:
    """Two programs may know different versions of the same event."""
    assert "person.felt" not in KINDS
