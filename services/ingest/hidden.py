"""What stands in a text and is not seen: it turns what stands beside it, or makes two equal texts differ."""

import re

import msgspec

_HIDDEN = re.compile(
    "[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb]"
)
"""Unicode's format characters (Cf) without what scripts and emoji are written with: the joiners U+200C and
U+200D, the signs before Arabic numbers, and the tags that make a flag."""
_PERHAPS = re.compile(
    rb"\\u(?:00ad|061c|180e|200[bef]|202[a-e]|206[0-9a-f]|feff|fff[9ab])"
    rb"|\xc2\xad|\xd8\x9c|\xe1\xa0\x8e|\xe2\x80[\x8b\x8e\x8f\xaa-\xae]|\xe2\x81[\xa0-\xaf]"
    rb"|\xef\xbb\xbf|\xef\xbf[\xb9-\xbb]",
    re.IGNORECASE,
)
"""The same as they stand in JSON, plain or escaped."""


def without(raw: bytes) -> bytes:
    """The JSON without hidden characters in its texts; as it came where there are none.

    Raises what `msgspec.json.decode` does on bytes that are no JSON and seem to hide something.
    """
    if (raw.isascii() and b"\\u" not in raw) or not _PERHAPS.search(raw):
        return raw
    return msgspec.json.encode(_without(msgspec.json.decode(raw)))


def _without(value: object) -> object:
    match value:
        case str():
            return _HIDDEN.sub("", value)
        case dict():
            return {name: _without(each) for name, each in value.items()}
        case list():
            return [_without(each) for each in value]
        case _:
            return value
