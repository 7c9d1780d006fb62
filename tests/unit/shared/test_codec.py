import json
from datetime import UTC, date, datetime, timedelta, timezone

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from vocabulary.keys import MemoryKeys
from vocabulary.records import JANE, JOAN, profiled, record_of, with_headers, with_value
from vocabulary.strategies import any_event, events

from shared.codec import decode, encode, envelope
from shared.envelope import Event
from shared.errors import ErasedError, UnreadableError
from shared.facts import KINDS, kind_of
from shared.facts.corrections import FactRetracted
from shared.facts.dates import ReviewDue
from shared.facts.people import PersonProfiled
from shared.vault import Keys


@pytest.mark.parametrize("name", sorted(KINDS))
@settings(max_examples=25, deadline=None)
@given(st.data())
def test_decode_gives_what_encode_was_given(name: str, data: st.DataObject) -> None:
    """Whatever the event: dates, spans, texts, personal fields or none."""
    keys, event = MemoryKeys(), data.draw(events(KINDS[name]))
    assert decode(record_of(event, keys), keys) == event


@given(any_event)
def test_the_envelope_is_read_without_a_key(event: Event) -> None:
    """Ids, times, type and source are open; personal fields are not needed for them."""
    sealed = envelope(record_of(event, MemoryKeys()))
    assert (sealed.type, sealed.version) == (event.type, kind_of(event.type).version)
    assert (sealed.agency, sealed.subject, sealed.id) == (event.agency, event.subject, event.id)
    assert (sealed.occurred, sealed.recorded_at) == (event.occurred, event.recorded_at)
    assert (sealed.source, sealed.forwarded_by) == (event.source, event.forwarded_by)


@given(any_event)
def test_without_the_key_personal_fields_hold_their_defaults(event: Event) -> None:
    """Every reader copes with fields that no longer open; the others are as they were."""
    keys = MemoryKeys()
    record = record_of(event, keys)
    keys.erase(event.agency, event.subject)
    kind = kind_of(event.type)
    open_ = {f: getattr(event.body, f) for f in event.body.__struct_fields__ if f not in kind.personal}
    expected = msgspec.structs.replace(
        event, body=kind.body(**open_), opened=event.body == kind.body(**open_)
    )
    assert decode(record, keys) == decode(record, None) == expected


def test_what_is_personal_is_not_readable_on_the_log() -> None:
    """It stands in no header, not in the key, and in the value only sealed."""
    record = record_of(profiled(name="Jane Doe", emails=("jane@mail.example",)), MemoryKeys())
    assert json.loads(record.value or b"").keys() == {"feed", "recruiter", "sealed"}
    assert b"Jane" not in repr(record).encode()


def test_nothing_is_sealed_where_nothing_personal_is_said() -> None:
    """An event without personal words is written about somebody without a key as well."""
    record = record_of(profiled(), Keys({}))
    assert b"sealed" not in (record.value or b"")
    assert decode(record, None) == profiled()


@pytest.mark.parametrize("keys", [Keys({}), Keys({("demo", JANE): None})], ids=["no key", "erased"])
def test_nothing_personal_is_written_without_a_key(keys: Keys) -> None:
    """Somebody erased is not written about again."""
    with pytest.raises(ErasedError):
        encode(profiled(name="Jane Doe"), keys)


@pytest.mark.parametrize("other", [{"subject": JOAN}, {"id": JOAN}, {"agency": "another"}])
def test_what_was_sealed_opens_in_its_own_event_only(other: dict[str, str]) -> None:
    """Moved to another person, event or agency it is unreadable, not silently empty."""
    keys = MemoryKeys()
    value = record_of(profiled(name="Jane Doe"), keys).value
    moved = record_of(msgspec.structs.replace(profiled(name="Joan"), **other), keys)._replace(value=value)
    with pytest.raises(UnreadableError) as told:
        decode(moved, keys)
    assert told.value.field == "sealed"


def test_what_was_sealed_for_one_type_does_not_open_as_another() -> None:
    """The type is bound to it, as the id is."""
    keys = MemoryKeys()
    record = record_of(profiled(name="Jane Doe"), keys)
    changed = with_headers(
        record, ce_type="afterhire.consent.given", ce_dataschema="urn:afterhire:consent.given:1"
    )
    with pytest.raises(UnreadableError, match="key of demo"):
        decode(changed, keys)


@pytest.mark.parametrize(
    ("headers", "field"),
    [
        ({"ce_specversion": "0.3"}, "ce_specversion"),
        ({"content-type": "text/plain"}, "content-type"),
        ({"ce_type": "person.profiled"}, "ce_type"),
        ({"ce_type": "afterhire.person.unheard_of"}, "ce_dataschema"),
        ({"ce_dataschema": "urn:afterhire:person.profiled:0"}, "ce_dataschema"),
        ({"ce_dataschema": "urn:afterhire:person.profiled:2"}, "ce_dataschema"),
        ({"ce_id": "17"}, "ce_id"),
        ({"ce_id": JANE.upper().replace("0", "A")}, "ce_id"),
        ({"ce_source": "ingest"}, "ce_source"),
        ({"ce_subject": "demo"}, "ce_subject"),
        ({"ce_subject": f"demo/{JOAN}"}, "key"),
        ({"ce_agency": "another"}, "ce_agency"),
        ({"ce_time": "yesterday"}, "ce_time"),
        ({"ce_time": "2024-03-01T00:00:00"}, "ce_time"),
        ({"ce_time": "0001-01-01T00:00:00+14:00"}, "ce_time"),
        ({"ce_occurred": "2024-02-30"}, "ce_occurred"),
        ({"ce_occurred": "2024-03"}, "ce_occurred"),
        ({"ce_occurred": "2024-03-01T10:00:00Z"}, "ce_occurred"),
        ({"ce_forwardedby": ""}, "ce_forwardedby"),
    ],
)
def test_a_header_that_makes_no_sense_is_named(headers: dict[str, str], field: str) -> None:
    """Whoever looks into the quarantine sees what to mend."""
    record = with_headers(record_of(profiled(), MemoryKeys()), **headers)
    with pytest.raises(UnreadableError) as told:
        decode(record, None)
    assert told.value.field == field


@pytest.mark.parametrize(
    "name",
    [name for name, _ in record_of(profiled(), Keys({})).headers if name != "ce_partitionkey"],
)
def test_a_header_that_is_missing_is_named(name: str) -> None:
    """Absent as well as without a value, which Kafka allows."""
    record = record_of(profiled(), MemoryKeys())
    left = tuple((header, value) for header, value in record.headers if header != name)
    for headers in (left, (*left, (name, b"")), (*left, (name, None))):
        with pytest.raises(UnreadableError) as told:
            decode(record._replace(headers=headers), None)  # type: ignore[arg-type]  # the log may hold null
        assert told.value.field == name


@pytest.mark.parametrize(
    ("value", "field"),
    [
        (None, "value"),
        (b"", "value"),
        (b"not json", "value"),
        (b"[]", "value"),
        (b'{"feed": "a"', "value"),
        (b'{"feed": "\xff"}', "value"),
        (b'{"feed": ' + b"[" * 100_000, "value"),
        (b"{}", "feed"),
        (b'{"feed": 7}', "feed"),
        (b'{"feed": "a", "emails": "b"}', "emails"),
        (b'{"feed": "a", "sealed": 7}', "sealed"),
        (b'{"feed": "a", "sealed": "%%%"}', "sealed"),
        (b'{"feed": "a", "sealed": "\xc3\xa9"}', "sealed"),
        (b'{"feed": "a", "sealed": "AAAA"}', "sealed"),
        (b'{"feed": "a", "sealed": ""}', "sealed"),
    ],
)
def test_a_body_that_makes_no_sense_names_its_field(value: bytes | None, field: str) -> None:
    """An unreadable value is told apart from a wrong field."""
    record = with_value(record_of(profiled(), MemoryKeys()), value)
    with pytest.raises(UnreadableError) as told:
        decode(record, MemoryKeys())
    assert told.value.field == field


def test_an_unknown_type_has_an_envelope_all_the_same() -> None:
    """Only who needs its body is stopped by it."""
    record = with_headers(
        record_of(profiled(), MemoryKeys()),
        ce_type="afterhire.sun.rose",
        ce_dataschema="urn:afterhire:sun.rose:9",
    )
    assert envelope(record)[1:3] == ("sun.rose", 9)
    with pytest.raises(UnreadableError, match="update it") as told:
        decode(record, None)
    assert told.value.field == "ce_type"


def test_other_headers_and_fields_are_left_alone() -> None:
    """The relay numbers records, tracing marks them, a newer writer may add a field."""
    record = record_of(profiled(), MemoryKeys())
    more = with_headers(with_value(record, b'{"feed": "ats", "mood": [1, {}]}'), traceparent="00-1-2-01")
    assert decode(more, None) == profiled()


def test_times_are_kept_in_utc() -> None:
    """Wherever they were measured."""
    there = timezone(timedelta(hours=5, minutes=30))
    event = msgspec.structs.replace(profiled(), recorded_at=datetime(2024, 3, 1, 2, tzinfo=there))
    assert envelope(record_of(event, MemoryKeys())).recorded_at == datetime(2024, 2, 29, 20, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "event",
    [
        msgspec.structs.replace(profiled(), recorded_at=datetime(2024, 3, 1)),  # noqa: DTZ001 - what is refused
        msgspec.structs.replace(profiled(), body=FactRetracted(fact=JOAN, reason="\ud800")),
        profiled(name="half a \udfff"),
    ],
)
def test_what_no_reader_could_read_is_not_written(event: Event) -> None:
    """A time without a zone, or half a character."""
    with pytest.raises(UnreadableError):
        encode(event, MemoryKeys())


def test_the_body_s_struct_is_that_of_the_type() -> None:
    """Types do not depend on what a body happens to contain."""
    keys = MemoryKeys()
    due = msgspec.structs.replace(profiled(), body=ReviewDue(on=date(2024, 3, 1)))
    assert isinstance(decode(record_of(due, keys), keys).body, ReviewDue)
    assert isinstance(decode(record_of(profiled(), keys), keys).body, PersonProfiled)
