"""Articles from RSS and Atom: as published, as the difference of two files, and hostile ones."""

from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from vocabulary.inbox import Ingest

from services.ingest.feeds.articles import FEED, NAME, items, read_row
from services.ingest.reading import Notice, Source
from shared.errors import UnreadableError
from shared.facts.market import ResourcePublished

SAMPLES = Path(__file__).parents[4] / "feeds" / NAME
BERLIN = ZoneInfo("Europe/Berlin")
SOURCE = Source("demo", "digest", datetime(2026, 3, 10, tzinfo=UTC), date(2026, 3, 10), BERLIN)
BOMB = b"""<!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;&b;">]>
<rss version="2.0"><channel><item><title>&c;</title><link>https://a.example/</link></item></channel></rss>"""
OUTSIDE = b"""<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]><rss version="2.0"/>"""


def rss(*articles: str, link: str = "https://journal.example") -> bytes:
    within = "".join(f"<item>{article}</item>" for article in articles)
    return f'<rss version="2.0"><channel><link>{link}</link>{within}</channel></rss>'.encode()


def article(title: str = "Pay", guid: str = "7", link: str = "/pay") -> str:
    return f'<title>{title}</title><guid isPermaLink="false">{guid}</guid><link>{link}</link>'


def noticed(content: bytes) -> list[Notice]:
    found = [read_row(cells, SOURCE) for cells in items(content)]
    return [one for one in found if isinstance(one, Notice)]


def said(notice: Notice) -> ResourcePublished:
    (one,) = notice.standing.tell(None, "seed").said
    assert isinstance(one.body, ResourcePublished)
    return one.body


def test_a_publication_in_rss() -> None:
    """Titles without markup, whole addresses, days in the agency's zone; what is no address is refused."""
    *good, bad = items((SAMPLES / "wordpress.xml").read_bytes())
    streaming, leading, without = [
        said(one) for one in (read_row(row, SOURCE) for row in good) if isinstance(one, Notice)
    ]
    assert streaming == ResourcePublished(
        feed=NAME,
        reference="https://journal.agency.example/?p=311",
        kind="article",
        title="Kafka & friends: what streaming teams pay for",
        published_on=date(2026, 3, 10),
        topics=("Data engineering", "Kafka"),
        url="https://journal.agency.example/2026/03/kafka-and-friends/",
    )
    assert (leading.title, leading.url) == (
        "Leading a team of five & more",
        "https://journal.agency.example/2026/02/leading/",
    )
    assert (without.reference, without.published_on) == (without.url, SOURCE.as_of)
    with pytest.raises(UnreadableError) as refused:
        read_row(bad, SOURCE)
    assert refused.value.field == "url"


def test_a_publication_in_atom() -> None:
    """With a base of its own; where only an update is dated, its day holds."""
    spans, less = map(said, noticed((SAMPLES / "atom.xml").read_bytes()))
    assert (spans.title, spans.url) == ("Writing Spans in Rust & Go", "https://tech.example/posts/spans")
    assert (spans.published_on, spans.topics) == (date(2026, 3, 9), ("Rust", "go"))
    assert (less.title, less.published_on) == ("When is 3 < 2?", date(2026, 3, 1))


@pytest.mark.parametrize(
    "content",
    [BOMB, OUTSIDE, b"", b"/etc/hostname", b"http://127.0.0.1/", b"<html/>", rss(article())[:-9], b"\0" * 9],
)
def test_what_is_no_sound_publication_is_refused_whole(content: bytes) -> None:
    """Also what would unfold without end, or read files: nothing of it is followed."""
    with pytest.raises(UnreadableError, match=r"^expected "):
        items(content)


def test_a_short_id_tells_articles_apart_only_within_their_publication() -> None:
    """Two publications may both have a number 7; an edited article keeps its own."""
    (one,) = noticed(rss(article()))
    (edited,) = noticed(rss(article("Pay, again", link="/pay-again")))
    (other,) = noticed(rss(article(), link="https://other.example"))
    assert one.subject == edited.subject != other.subject


def test_files_become_facts_once(ingest: Ingest) -> None:
    """An edit states an article anew; one that is gone from the file is still to be read."""
    first = rss(article(), article("Old", "6", "/old"), article("", "5"))
    assert ingest.counts(ingest.read(NAME, first, "feed.xml")) == (3, 2, 0, 1)
    ingest.pass_time(1)
    second = rss(article("Pay, again"))
    assert ingest.counts(ingest.read(NAME, second, "feed.xml")) == (1, 1, 0, 0)
    assert ingest.types() == ["resource.published"] * 3
    said_last = ingest.bodies("resource.published")[-1]
    assert isinstance(said_last, ResourcePublished)
    assert (said_last.title, said_last.published_on) == ("Pay, again", date(2026, 3, 10))


def test_its_columns_are_those_of_its_items() -> None:
    """Each part of an article has its column."""
    (cells,) = items(rss(article()))
    assert set(cells) == set(FEED.columns)
