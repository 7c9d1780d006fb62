"""JSON files, an object at a time: arrays, one object a line, in pieces of any size, whole or broken off."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.ingest.files import items
from shared.errors import UnreadableError

OBJECTS = [{"id": 1, "name": "José"}, {"id": 2, "of": [{"a": "]}"}]}, {"id": 3, "text": 'a "quote"\n{'}]
ARRAY = json.dumps(OBJECTS, indent=2, ensure_ascii=False).encode()
LINES = b"\n".join(json.dumps(one).encode() for one in OBJECTS)


def pieces(content: bytes, size: int) -> list[bytes]:
    return [content[at : at + size] for at in range(0, len(content), size)]


def read(content: bytes, size: int = 7) -> list[object]:
    """The objects; of what is none, why."""
    heading, *found = items.records(pieces(content, size), "utf-8-sig")
    assert heading.cells == [items.ITEM]
    assert [record.number for record in found] == list(range(1, len(found) + 1))
    return [json.loads(record.cells[0]) if record.cells else record.problem for record in found]


@given(st.integers(1, 400))
def test_an_array_and_lines_give_the_same_objects(size: int) -> None:
    """Pages of an API one after the other as well."""
    assert read(ARRAY, size) == OBJECTS
    assert read(LINES, size) == OBJECTS
    assert read(b"\xef\xbb\xbf" + ARRAY + b"\n" + ARRAY, size) == [*OBJECTS, *OBJECTS]
    assert read(json.dumps(OBJECTS[0], indent=1).encode(), size) == OBJECTS[:1]


def test_a_line_that_is_no_object_costs_itself() -> None:
    """The others are read; the line is kept."""
    broken = LINES.replace(b'"id": 2,', b'"id": 2 2,')
    first, problem, third = read(broken)
    assert (first, third) == (OBJECTS[0], OBJECTS[2])
    assert problem == "expected JSON objects, found something else"
    assert "2 2" in list(items.records([broken], "utf-8"))[2].text


def test_an_array_that_is_broken_says_from_where_on() -> None:
    """Where an object ends can no longer be told."""
    assert read(ARRAY.replace(b'"id": 2,', b'"id": 2 2,'))[1:] == [
        "expected JSON objects, found something else; nothing is read from this item on"
    ]
    assert read(b"[1, 2]") == [
        "expected JSON objects, found something else; nothing is read from this item on"
    ]


@pytest.mark.parametrize("end", [2, len(ARRAY) - 1, len(ARRAY) - 20])
def test_an_array_that_breaks_off_says_so(end: int) -> None:
    """Nothing is lost without a word."""
    assert isinstance(read(ARRAY[:end])[-1], str)


@pytest.mark.parametrize("content", [b"", b"id,name\n1,x\n", b'"text"', b"\xff\xfe\x00"])
def test_what_begins_otherwise_is_no_such_file(content: bytes) -> None:
    """It is refused whole."""
    with pytest.raises(UnreadableError, match="expected a JSON array"):
        items.headings(content, "utf-8")


def test_a_number_of_any_length_is_passed_over() -> None:
    """Whether it makes sense is the feed's to say, of this object alone."""
    long = b'{"id": ' + b"1" * 5_000 + b"}"
    heading, *found = items.records([b"[" + long + b', {"id": 2}]'], "utf-8-sig")
    assert heading.cells == [items.ITEM]
    assert [record.cells[0] for record in found] == [long.decode(), '{"id": 2}']
