"""For any damage to a list of articles or a calendar: each item ends in facts or quarantine, or none does."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.ingest import trial
from services.ingest.feeds import articles, events
from services.ingest.files.columns import Columns
from services.ingest.files.looking import look
from services.ingest.reading import FileFeed, Source
from services.ingest.trial import Trial
from shared.errors import UnreadableError

NOW = datetime(2026, 3, 10, tzinfo=UTC)
FEEDS = Path(__file__).parents[1] / "feeds"
SAMPLES: dict[str, tuple[FileFeed, bytes]] = {
    path.name: (feed, path.read_bytes())
    for feed in (articles.FEED, events.FEED)
    for path in sorted((FEEDS / feed.name).iterdir())
}
ODD = (
    "",
    "<![",
    "&#0;",
    "javascript:x",
    "20260230T250000",
    "-1",
    "P1Y",
    "99999999T999999Z",
    "FREQ=DAILY;UNTIL=1",
)
TEXTS = st.one_of(st.text(st.characters(exclude_categories=["Cs"]), max_size=20), st.sampled_from(ODD))
NAMES = st.sampled_from(sorted(SAMPLES))
BYTES = st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), min_size=1, max_size=8)


def accounted(feed: FileFeed, content: bytes) -> Trial | None:
    """The file was refused with a reason, or each of its items was taken or refused with one."""
    columns = Columns(feed)
    looked = look(columns, [content])
    found = trial.run(columns, looked, lambda: [content], Source("demo", looked.digest, NOW, NOW.date()))
    if isinstance(looked.headings, UnreadableError):
        assert looked.headings.reason.startswith("expected ")
        return None
    assert feed.document is not None
    assert found.taken + found.refused == len(feed.document(content))
    assert all(one.reason.startswith("expected ") for one in found.refusals), found.refusals
    assert not any("to be handled" in one.reason for one in found.refusals), found.refusals
    return found


@pytest.mark.parametrize(
    ("name", "taken", "refused"),
    [("wordpress.xml", 3, 1), ("atom.xml", 2, 0), ("google.ics", 4, 0), ("outlook.ics", 1, 1)],
)
def test_a_sample_by_itself(name: str, taken: int, refused: int) -> None:
    """Each item is accounted for."""
    found = accounted(*SAMPLES[name])
    assert found
    assert (found.taken, found.refused) == (taken, refused)


@given(NAMES, BYTES)
@settings(deadline=None)
def test_other_bytes(name: str, changes: list[tuple[int, int]]) -> None:
    """As a line or a disk spoils them."""
    feed, content = SAMPLES[name]
    spoilt = bytearray(content)
    for place, value in changes:
        spoilt[place % len(spoilt)] = value
    accounted(feed, bytes(spoilt))


@given(NAMES, st.integers(0, 10**6), TEXTS)
@settings(deadline=None, max_examples=300)
def test_other_values(name: str, place: int, value: str) -> None:
    """As a program writes them that is in error: what stands between two signs is something else."""
    feed, content = SAMPLES[name]
    parts = re.split(r"((?<=[:>])[^:<>\r\n]+)", content.decode())
    at = 2 * (place % (len(parts) // 2)) + 1
    accounted(feed, "".join([*parts[:at], value, *parts[at + 1 :]]).encode())


@given(NAMES, st.integers(0, 10**6))
@settings(deadline=None)
def test_a_file_that_breaks_off(name: str, place: int) -> None:
    """Nothing of it is taken: its last item may be a part of one."""
    feed, content = SAMPLES[name]
    assert accounted(feed, content[: place % len(content.rstrip())]) is None
