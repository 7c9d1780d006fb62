"""The few open fields a projection needs of a body, read without opening its seal."""

from functools import cache
from typing import TypeVar

import msgspec

from shared import codec
from shared.codec import Sealed
from shared.errors import UnreadableError
from shared.facts import KINDS

Fields = TypeVar("Fields", bound=msgspec.Struct)


@cache
def _decoder(fields: type[Fields]) -> msgspec.json.Decoder[Fields]:
    return msgspec.json.Decoder(fields)


def open_fields(one: Sealed, fields: type[Fields]) -> Fields:
    """Read the fields of a struct from a body of any version.

    Raises `UnreadableError` that names the field which is missing or of the wrong type.
    """
    try:
        read: Fields
        if one.version == KINDS[one.type].version:
            read = _decoder(fields).decode(one.data)
        else:
            read = msgspec.convert(codec.body(one, None).body, fields, from_attributes=True)
    except msgspec.DecodeError as error:
        codec.body(one, None)  # says which field does not fit, and how
        raise UnreadableError(f"expected the body of a {one.type}, found: {error}") from error
    return read
