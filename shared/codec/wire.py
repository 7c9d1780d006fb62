"""How the body of one kind of event stands on the log; what can be worked out beforehand is."""

import re
from binascii import Error as Base64Error
from binascii import a2b_base64, b2a_base64
from typing import NamedTuple

import msgspec

from shared.codec.cloudevent import Sealed, constants
from shared.envelope import Event
from shared.errors import UnreadableError
from shared.facts import Fact, Json, Kind
from shared.vault import Keys

SEALED = "sealed"
"""The field that holds all personal ones: base64 of a nonce and what AES-GCM made of their JSON."""

_FIELD = re.compile(r"`\$\.([^`]+)`|field `([^`]+)`")
_encode = msgspec.json.Encoder().encode


class _Blob(msgspec.Struct):
    sealed: str | None = None


_blob = msgspec.json.Decoder(_Blob).decode
_object = msgspec.json.Decoder(Json).decode


class Opened(NamedTuple):
    """A body as it was read; its personal fields hold their defaults unless `opened`."""

    body: Fact
    opened: bool


class Wire:
    """Writes and reads the bodies of one kind. `TypeError` when the kind has a field named `sealed`."""

    def __init__(self, kind: Kind) -> None:
        fields = msgspec.structs.fields(kind.body)
        if any(field.name == SEALED for field in fields):
            raise TypeError(f"{kind.name}: the field name {SEALED} is taken by the codec")
        self._kind = kind
        self._decode = msgspec.json.Decoder(kind.body).decode
        self._open = tuple(field.name for field in fields if field.name not in kind.personal)
        self._personal = tuple(
            (field.name, _default(field)) for field in fields if field.name in kind.personal
        )
        self.headers = constants(kind.name, kind.version)

    def write(self, event: Event, keys: Keys) -> bytes:
        """The value of an event. Raises `ErasedError` when it is personal and the subject has no key."""
        body = event.body
        value = {name: getattr(body, name) for name in self._open}
        personal = {
            name: said for name, default in self._personal if (said := getattr(body, name)) != default
        }
        if personal:
            bound = _bound_to(event.id, self._kind.name)
            blob = keys.seal(event.agency, event.subject, _encode(personal), bound)
            value[SEALED] = b2a_base64(blob, newline=False).decode()
        return _encode(value)

    def read(self, sealed: Sealed, keys: Keys | None) -> Opened:
        """The body in its newest version. Raises `UnreadableError` with the field, and nothing else."""
        try:
            return self._read(sealed, keys)
        except msgspec.DecodeError as error:
            raise self._unreadable(sealed, str(error)) from error
        except UnicodeDecodeError:
            raise self._unreadable(sealed, "bytes that are no UTF-8") from None
        except RecursionError:
            raise self._unreadable(sealed, "JSON nested too deep") from None

    def _read(self, sealed: Sealed, keys: Keys | None) -> Opened:
        blob = _blob(sealed.data).sealed
        plain = None if blob is None or keys is None else _opened(sealed, blob, keys)
        opened = blob is None or plain is not None
        data = sealed.data if plain is None else _merged(sealed.data, plain)
        if sealed.version == self._kind.version:
            return Opened(self._decode(data), opened)
        return Opened(self._upcast(sealed, _object(data), opened=opened), opened)

    def _upcast(self, sealed: Sealed, fields: Json, *, opened: bool) -> Fact:
        for version in range(sealed.version, self._kind.version):
            try:
                fields = self._kind.upcasters[version](fields)
            except Exception as error:
                raise self._unreadable(
                    sealed, f"does not fit version {version} ({type(error).__name__})"
                ) from error
        if not opened:
            fields = {name: said for name, said in fields.items() if name not in self._kind.personal}
        return msgspec.convert(fields, self._kind.body)

    def _unreadable(self, sealed: Sealed, found: str) -> UnreadableError:
        named = _FIELD.search(found)
        return UnreadableError(
            f"expected the body of a {sealed.type}, version {sealed.version}, found: {found}",
            field=(named[1] or named[2]) if named else "value",
        )


def _opened(sealed: Sealed, blob: str, keys: Keys) -> bytes | None:
    try:
        raw = a2b_base64(blob, strict_mode=True)
    except (Base64Error, ValueError):
        raise UnreadableError("sealed: expected base64, found something else", field=SEALED) from None
    return keys.open(sealed.agency, sealed.subject, raw, _bound_to(sealed.id, sealed.type))


def _merged(data: bytes, plain: bytes) -> bytes:
    """One JSON object of two: the first was read as one, the second was sealed as one."""
    return data.rstrip()[:-1] + b"," + plain[1:]


def _bound_to(event_id: str, event_type: str) -> bytes:
    """What a sealed field is bound to, so that it opens in its own event only."""
    return f"{event_id} {event_type}".encode()


def _default(field: msgspec.structs.FieldInfo) -> object:
    return field.default if field.default_factory is msgspec.NODEFAULT else field.default_factory()
