"""The envelope of a record: CloudEvents 1.0 in Kafka's binary mode, its attributes in headers.

Kafka protocol binding: https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/kafka-protocol-binding.md
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from operator import itemgetter
from typing import NamedTuple

from shared.envelope import Event
from shared.errors import UnreadableError
from shared.log.protocol import Headers, Record

_UUID = "-".join("[0-9a-f]" * digits for digits in (8, 4, 4, 4, 12))
_DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_TIME = r"[0-9]{2}:[0-9]{2}:[0-9]{2}"
_FORMS = {
    "ce_specversion": ("1.0", "1[.]0"),
    "ce_id": ("a UUID in lower case", f"({_UUID})"),
    "ce_type": ("afterhire.<event type>", r"afterhire[.]([a-z][a-z_]*(?:[.][a-z][a-z_]*)*)"),
    "ce_source": ("/<service>, with the feed where there is one", "/[!-~]{1,200}"),
    "ce_subject": ("<agency>/<UUID of the subject>", f"([a-z0-9][a-z0-9-]{{0,62}})/({_UUID})"),
    "ce_time": ("a moment by RFC 3339", rf"({_DAY}T{_TIME}(?:[.][0-9]+)?(?:Z|[+-][0-9]{{2}}:[0-9]{{2}}))"),
    "ce_dataschema": ("urn:afterhire:<event type>:<version>", "urn:afterhire:([a-z_.]+):([1-9][0-9]{0,8})"),
    "ce_occurred": ("a day, or a moment in UTC with microseconds", rf"({_DAY}(?:T{_TIME}[.][0-9]{{6}}Z)?)"),
    "ce_agency": ("the agency of ce_subject", "[a-z0-9][a-z0-9-]{0,62}"),
    "ce_forwardedby": ("the id of a merge", "[!-~]{1,200}"),
    "content-type": ("application/json", "application/json(?: *;.*)?"),
}
"""For each header what it should be, in words and as a pattern."""
_PATTERNS = {name: re.compile(pattern) for name, (_, pattern) in _FORMS.items()}
_OWN = ("ce_id", "ce_subject", "ce_time", "ce_occurred")
_own_of = itemgetter(*_OWN)
_OWN_PATTERN = re.compile("\n".join(_FORMS[name][1] for name in _OWN))


class Sealed(NamedTuple):
    """An event with its envelope read and its body as it lies on the log, personal fields sealed."""

    id: str
    type: str
    version: int
    agency: str
    subject: str
    source: str
    occurred: str
    recorded_at: datetime
    """Aware, in UTC."""
    forwarded_by: str | None
    data: bytes
    """A JSON object, not read yet."""


def attributes() -> dict[str, str]:
    """For each header of a record what it should be, in words."""
    return {name: words for name, (words, _) in _FORMS.items()}


def constants(event_type: str, version: int) -> Headers:
    """The headers that all events of one type and version have in common."""
    return (
        ("ce_specversion", b"1.0"),
        ("ce_type", f"afterhire.{event_type}".encode()),
        ("ce_dataschema", f"urn:afterhire:{event_type}:{version}".encode()),
        ("content-type", b"application/json"),
    )


def headers(event: Event, key: bytes, in_common: Headers) -> Headers:
    """All headers of an event, its key included. `UnreadableError` when `recorded_at` has no time zone."""
    own = (
        ("ce_id", event.id.encode()),
        ("ce_source", f"/{event.source}".encode()),
        ("ce_subject", key),
        ("ce_time", _written(event.recorded_at)),
        ("ce_occurred", event.occurred.encode()),
        ("ce_agency", event.agency.encode()),
        ("ce_partitionkey", key),
    )
    if event.forwarded_by is None:
        return in_common + own
    return (*in_common, *own, ("ce_forwardedby", event.forwarded_by.encode()))


def envelope(record: Record) -> Sealed:
    """Read the envelope of a record; its body is not looked at.

    Raises `UnreadableError` with the header (or `key`, `value`) in `field`, and nothing else.
    """
    found = dict(record.headers)
    try:
        return _read(found, record)
    except KeyError as missing:
        name = str(missing.args[0])
        raise UnreadableError(f"expected a header {name}, found none", field=name) from None


def _read(found: Mapping[str, bytes], record: Record) -> Sealed:
    _common(found["ce_specversion"], found["content-type"])
    type_, version = _schema(found["ce_type"], found["ce_dataschema"])
    id_, agency, subject, time, occurred = _own(found)
    _agree(found, record.key, agency)
    return Sealed(
        id_,
        type_,
        version,
        agency,
        subject,
        _source(found["ce_source"]),
        _occurred(occurred),
        _recorded_at(time),
        _match("ce_forwardedby", found["ce_forwardedby"])[0] if "ce_forwardedby" in found else None,
        _value(record),
    )


def _own(found: Mapping[str, bytes]) -> tuple[str, ...]:
    """The parts of the headers that differ from record to record, by one match: much faster than four."""
    own = _own_of(found)
    match = _OWN_PATTERN.fullmatch(b"\n".join(own).decode("latin-1")) if None not in own else None
    if match is None:
        for name, raw in zip(_OWN, own, strict=True):
            _match(name, raw)
        raise AssertionError("headers that match one by one match together")
    return match.groups()


def _agree(found: Mapping[str, bytes], key: bytes | None, agency: str) -> None:
    if key != found["ce_subject"]:
        raise UnreadableError("expected the key to be that of ce_subject, found another", field="key")
    if found["ce_agency"] != agency.encode():
        raise _unexpected("ce_agency")


def _occurred(text: str) -> str:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        raise _unexpected("ce_occurred") from None
    return text


def _recorded_at(text: str) -> datetime:
    try:
        at = datetime.fromisoformat(text)
        return at if at.tzinfo is UTC else at.astimezone(UTC)
    except (ValueError, OverflowError):
        raise _unexpected("ce_time") from None


def _value(record: Record) -> bytes:
    if record.value is None:
        raise UnreadableError("expected a JSON object as the value, found none", field="value")
    return record.value


# The next functions see few different values, each of them very often.


@lru_cache(maxsize=64)
def _common(specversion: bytes, content_type: bytes) -> None:
    _match("ce_specversion", specversion)
    _match("content-type", content_type)


@lru_cache(maxsize=1024)
def _schema(type_: bytes, dataschema: bytes) -> tuple[str, int]:
    name = _match("ce_type", type_)[1]
    schema, version = _match("ce_dataschema", dataschema).groups()
    if schema != name:
        raise _unexpected("ce_dataschema")
    return name, int(version)


@lru_cache(maxsize=1024)
def _source(raw: bytes) -> str:
    return _match("ce_source", raw)[0].removeprefix("/")


def _match(name: str, raw: bytes) -> re.Match[str]:
    # Kafka allows a header without a value. All patterns are ASCII only, which is Latin-1 as well as UTF-8.
    match = _PATTERNS[name].fullmatch((raw or b"").decode("latin-1"))
    if match is None:
        raise _unexpected(name)
    return match


def _unexpected(name: str) -> UnreadableError:
    # What was found is not repeated: nothing is known about it, and it might be personal.
    return UnreadableError(f"{name}: expected {_FORMS[name][0]}, found something else", field=name)


def _written(at: datetime) -> bytes:
    if at.tzinfo is None:
        raise UnreadableError("expected an aware moment, found one without time zone", field="recorded_at")
    utc = at if at.tzinfo is UTC else at.astimezone(UTC)
    return utc.isoformat(timespec="microseconds")[:-6].encode() + b"Z"
