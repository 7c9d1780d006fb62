"""Articles of a publication, as its RSS or Atom file lists them: what people with that interest may like.

All versions that `feedparser` reads: RSS 0.9 to 2.0 (https://www.rssboard.org/rss-specification) and Atom
(RFC 4287). Send the file as often as you like: what is new or differs becomes facts of the market. A file
holds the newest articles only, so one that is no longer in it says nothing.

| of an article | is |
|---|---|
| `guid` or `id`, else its address | which one it is; of a `guid` that is no URI, within its publication |
| `title` | its title, without markup |
| `link` | its address, needed; one that is not whole goes on from the publication's |
| `category` | its topics: people with such an interest hear of it |
| `pubDate`, `published` | its day, in the agency's time zone; else that of `updated` or of its file |

It must be well-formed XML, and declare no entities.
"""

import io
from collections.abc import Iterator
from datetime import UTC, date, datetime
from time import struct_time
from typing import Any
from urllib.parse import urlsplit
from xml.parsers import expat

import feedparser

from services.ingest.cells import needed, readable, text
from services.ingest.feeds._markup import address, plain
from services.ingest.feeds._resource import Offered
from services.ingest.reading import Cells, FileFeed, Keys, Notice, Reading, Source
from shared.envelope import computed_id
from shared.errors import UnreadableError
from shared.facts.market import ResourcePublished

NAME = "articles"
MOST_TOPICS, LONGEST_TOPICS = 50, 20_000
YEARS = range(1900, 2200)
Entry = Any
"""What feedparser makes of an element; it ships no types."""


def items(content: bytes) -> list[dict[str, str]]:
    """The articles of a file; `UnreadableError` says why there are none to be read."""
    _check(content)
    # From memory: what looks like an address or a path would be opened otherwise.
    found = feedparser.parse(io.BytesIO(content), sanitize_html=False)
    if not found.get("version"):
        raise UnreadableError("expected RSS or Atom, found other XML", field="file")
    base = address(found.feed.get("link") or "") or ""
    return [_cells(entry, base) for entry in found.entries]


def _check(content: bytes) -> None:
    parser = expat.ParserCreate()
    parser.EntityDeclHandler = _declared
    try:
        parser.Parse(content, True)  # noqa: FBT003 - expat takes it by place only
    except expat.ExpatError as error:
        raise UnreadableError(
            f"expected well-formed XML, found {expat.errors.messages[error.code]} in line {error.lineno}",
            field="file",
        ) from error
    except (LookupError, ValueError) as error:
        raise UnreadableError("expected XML in a known encoding, found another", field="file") from error


def _declared(*_parts: object) -> None:
    raise UnreadableError("expected XML that declares no entities, found one that does", field="file")


def _cells(entry: Entry, base: str) -> dict[str, str]:
    return {
        "site": (urlsplit(base).hostname or "").removeprefix("www."),
        "id": entry.get("id") or "",
        "title": entry.get("title") or "",
        "url": _link(entry, base),
        "topics": "\n".join(_topics(entry)),
        "published": _moment(entry.get("published_parsed")),
        "updated": _moment(dict.get(entry, "updated_parsed")),  # its own `get` would take the published one
    }


def _link(entry: Entry, base: str) -> str:
    """The address as a whole where it makes one, else as it stands, to be refused."""
    found = entry.get("link") or ""
    return address(found, base) or found if found else ""


def _topics(entry: Entry) -> Iterator[str]:
    for tag in entry.get("tags") or ():
        found = " ".join((tag.get("label") or tag.get("term") or "").split())
        if found:
            yield found


def _moment(found: struct_time | None) -> str:
    """In UTC, as feedparser has it; what no calendar has, or no publication can have, is none."""
    try:
        moment = datetime(*found[:6], tzinfo=UTC) if found else None
    except ValueError:
        return ""
    return moment.isoformat() if moment and moment.year in YEARS else ""


def read_row(cells: Cells, source: Source) -> Reading:
    """What an article's cells say; `UnreadableError` names the one."""
    url, reference = _url(cells), text(cells, "id") or needed(cells, "url")
    published = _day(cells, "published", source)
    resource = ResourcePublished(
        feed=NAME,
        reference=reference,
        kind="article",
        title=plain(needed(cells, "title"), "title"),
        published_on=published or _day(cells, "updated", source) or source.as_of,
        topics=_said_topics(cells),
        url=url,
    )
    standing = Offered(resource, open=True, dated=published is not None, today=source.as_of)
    return Notice(computed_id("resource", source.agency, NAME, *_which(cells)), standing)


def _said_topics(cells: Cells) -> tuple[str, ...]:
    lines = (text(cells, "topics", LONGEST_TOPICS) or "").splitlines()
    return tuple(dict.fromkeys(filter(None, (plain(each, "topics") for each in lines))))[:MOST_TOPICS]


def _which(cells: Cells) -> tuple[str, ...]:
    """What tells an article from all others; a short id does so only where it was published."""
    known = readable(cells, "id")
    if known is None:
        return ("url", cells.get("url", ""))
    return ("id", known) if ":" in known else ("id", cells.get("site", ""), known)


def _url(cells: Cells) -> str:
    found = address(needed(cells, "url"))
    if found is None:
        raise UnreadableError(
            "expected an address that begins with http:// or https://, or one that goes on from the "
            "publication's, found another",
            field="url",
        )
    return found


def _day(cells: Cells, column: str, source: Source) -> date | None:
    found = text(cells, column)
    return datetime.fromisoformat(found).astimezone(source.zone).date() if found else None


FEED = FileFeed(
    name=NAME,
    columns={name: (name,) for name in ("site", "id", "title", "url", "topics", "published", "updated")},
    required=frozenset({"title", "url"}),
    read_row=read_row,
    thing=lambda cells: " ".join(_which(cells)),
    mentions=lambda _cells: Keys(()),
    named=lambda _id: None,
    document=items,
)
