"""For any damage to an export of JSON objects: each ends in facts or quarantine, or the file is refused."""

import json
from datetime import UTC, datetime
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from vocabulary.mutations import bodies

from services.ingest import trial
from services.ingest.feeds import greenhouse
from services.ingest.files.columns import Columns
from services.ingest.files.looking import look
from services.ingest.reading import Source
from services.ingest.trial import Trial
from shared.errors import UnreadableError

NOW = datetime(2026, 3, 10, tzinfo=UTC)
FOLDER = Path(__file__).parents[1] / "feeds" / "greenhouse" / "harvest"
FILES = [path.read_bytes() for path in sorted(FOLDER.iterdir())]
OBJECTS = [
    json.dumps(one).encode()
    for content in FILES
    for one in (json.loads(content) if content[:1] == b"[" else map(json.loads, content.splitlines()))
]
BYTES = st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), min_size=1, max_size=8)


def accounted(content: bytes) -> Trial | None:
    """The file was refused with a reason, or each of its objects was taken or refused with one."""
    assert greenhouse.FEED.files
    columns = Columns(greenhouse.FEED.files)
    looked = look(columns, [content[:1000], content[1000:]])
    found = trial.run(columns, looked, lambda: [content], Source("demo", looked.digest, NOW, NOW.date()))
    if isinstance(looked.headings, UnreadableError):
        assert looked.headings.reason.startswith("expected ")
        return None
    assert all(one.reason.startswith("expected ") for one in found.refusals), found.refusals
    assert not any("to be handled" in one.reason for one in found.refusals), found.refusals
    return found


@given(st.lists(st.sampled_from(OBJECTS).flatmap(bodies), min_size=1, max_size=4))
@settings(deadline=None, max_examples=300)
def test_objects_to_which_something_happened(found: list[object]) -> None:
    """Fields missing, null, of another type or value: one costs itself."""
    tried = accounted(json.dumps(found).encode())
    assert tried
    if all(isinstance(one, dict) for one in found):
        assert tried.taken + tried.refused == len(found)


@given(st.sampled_from(FILES), BYTES)
@settings(deadline=None, max_examples=300)
def test_other_bytes(content: bytes, changes: list[tuple[int, int]]) -> None:
    """As a line or a disk spoils them."""
    spoilt = bytearray(content)
    for place, value in changes:
        spoilt[place % len(spoilt)] = value
    accounted(bytes(spoilt))


@given(st.sampled_from(FILES), st.integers(0, 10**6))
@settings(deadline=None)
def test_a_file_that_breaks_off(content: bytes, place: int) -> None:
    """What is whole is taken, and the rest is told of."""
    cut = content[: place % (len(content.rstrip()) - 1) + 1]
    tried = accounted(cut)
    whole = accounted(content)
    assert tried
    assert whole
    assert tried.taken < whole.taken or tried.refused or cut.endswith(b"}")
