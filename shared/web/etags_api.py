"""Entity tags (RFC 9110, 8.8.3) as they stand in headers, and what `If-Match` asks for."""

import re
from collections.abc import Iterable

from shared.errors import UnreadableError

_TAG = re.compile(r'(?P<weak>W/)?"(?P<tag>[\x21\x23-\x7e\x80-\xff]*)"')
_TAGS = re.compile(rf"[ \t,]*(?:{_TAG.pattern.replace('?P<weak>', '').replace('?P<tag>', '')}[ \t,]*)+")
ANY = "*"


def quoted(tag: str) -> str:
    """A tag as the header `ETag` has it."""
    return f'"{tag}"'


def asked_for(lines: Iterable[str]) -> frozenset[str] | None:
    """The tags of which `If-Match` wants one, unquoted; `None` for `*`, which takes any.

    The comparison is the strong one (8.8.3.2): a weak tag never matches, so it is left out. Raises
    `UnreadableError` for what is no list of tags.
    """
    whole = ",".join(lines)
    if whole.strip() == ANY:
        return None
    if not _TAGS.fullmatch(whole):
        raise UnreadableError('expected * or tags in quotes like "3.1"', field="If-Match")
    return frozenset(found["tag"] for found in _TAG.finditer(whole) if not found["weak"])
