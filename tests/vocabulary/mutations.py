"""Web hooks to which something happened: fields missing, null, of another type or value; other encodings."""

import json
from collections.abc import Callable, Iterator
from typing import Any

from hypothesis import strategies as st
from vocabulary.payloads import SAMPLES

Place = tuple[Any, Any]
"""An object or a list, and which of its parts."""
MISSING = object()

words = st.sampled_from(
    ["", " ", "null", "2026-02-30", "ping", "Hired", "-1", "a\0b", "\ud800", "\U0001f600", "x" * 9999]
)
scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.sampled_from([0, -1, 2**31, 2**63, 2**64, 10**30])
    | st.floats()
    | st.text(max_size=20)
    | words
    | st.uuids().map(str)
)
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
)


def places(body: object) -> Iterator[Place]:
    """Everywhere something may be changed, from the top down."""
    parts = (
        list(body.items())
        if isinstance(body, dict)
        else list(enumerate(body))
        if isinstance(body, list)
        else []
    )
    for part, inner in parts:
        yield body, part
        yield from places(inner)


@st.composite
def bodies(draw: st.DrawFn, sample: bytes) -> object:
    """A sample with up to three changes."""
    body: object = json.loads(sample)
    for _ in range(draw(st.integers(0, 3))):
        found = list(places(body))
        if not found or draw(st.integers(0, 40)) == 0:
            return draw(values)
        holder, part = draw(st.sampled_from(found))
        new = draw(st.just(MISSING) | values)
        if new is MISSING:
            del holder[part]
        else:
            holder[part] = new
    return body


def _plain(body: object) -> bytes:
    return json.dumps(body).encode()


def _open(body: object) -> bytes:
    return json.dumps(body, ensure_ascii=False).encode("utf-8", "surrogatepass")


def _in(encoding: str) -> Callable[[object], bytes]:
    return lambda body: json.dumps(body, ensure_ascii=False).encode(encoding, "replace")


ENCODINGS = (_plain, _open, *map(_in, ("utf-8-sig", "utf-16", "utf-16-be", "utf-32", "latin-1", "cp500")))


@st.composite
def payloads(draw: st.DrawFn, feed: str) -> bytes:
    """What may arrive where one of a feed's samples was sent."""
    sample = draw(st.sampled_from(sorted((SAMPLES / feed).glob("*.json")))).read_bytes()
    encode = draw(st.sampled_from(ENCODINGS) if draw(st.integers(0, 3)) == 0 else st.just(_plain))
    raw = encode(draw(bodies(sample)))
    if draw(st.integers(0, 9)) == 0:
        raw = raw[: draw(st.integers(0, len(raw)))]
    if raw and draw(st.integers(0, 9)) == 0:
        place = draw(st.integers(0, len(raw) - 1))
        raw = raw[:place] + draw(st.binary(max_size=2)) + raw[place + 1 :]
    return raw
