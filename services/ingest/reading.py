"""What a feed makes of one raw payload or row: values only, no I/O."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from typing import NamedTuple, Protocol

from pydantic import SecretStr

from services.ingest.signature import Signature
from shared.employers import KNOWN, Employers
from shared.facts import Fact
from shared.settings import Settings


class Source(NamedTuple):
    """Where a payload comes from."""

    agency: str
    digest: str
    """The SHA-256 of the payload: the identity of an event that its vendor gives no other."""
    received: datetime
    as_of: date
    """The day whose state a file shows; of a web hook, the day it was received."""
    zone: tzinfo = UTC
    """The agency's time zone, in which its days begin and end."""
    employers: Employers = KNOWN
    """Which employers go on under another name, also by the agency's own word."""


class Said(NamedTuple):
    """One fact as a feed states it."""

    body: Fact
    about: tuple[str, ...]
    """What identifies the statement within its feed and type; nothing personal."""
    occurred: str | None = None
    """As in `Event.occurred`; `None` when the payload does not tell: then, when it was received."""


class Told(NamedTuple):
    """What follows from the difference between two statements."""

    said: tuple[Said, ...]
    keep: bytes | None
    """What is to be compared with next time; `None` leaves what was kept before."""


class Standing(Protocol):
    """What a feed states of one thing now, whole; facts follow from the difference to what it stated before.

    What is kept is sealed with the person's key and cleared when they are erased.
    """

    @property
    def thing(self) -> str:
        """Which of the person's things, within the feed."""
        ...

    def tell(self, before: bytes | None, seed: str) -> Told:
        """What is new since `before`. `seed` identifies this change, to be used in ids."""
        ...


class Keys(NamedTuple):
    """By what a feed knows somebody."""

    own: tuple[str, ...]
    """The feed's own keys, the first one above all."""
    also: tuple[str, ...] = ()
    """Strong keys that other feeds may know them by."""


class Statement(NamedTuple):
    """Facts about somebody."""

    keys: Keys
    said: tuple[Said, ...] = ()
    standings: tuple[Standing, ...] = ()
    waits: str | None = None
    """Speaks only of somebody already known; what it waits for, in words."""
    of_known: bool = False
    """Of somebody whom no feed told of, nothing is said or kept."""


class Erasure(NamedTuple):
    """Somebody is to be forgotten."""

    keys: Keys
    reason: str


class Merge(NamedTuple):
    """The feed made two of its records one: `keys` is no more, `into` goes on."""

    keys: Keys
    into: str


class Notice(NamedTuple):
    """What is about no person: a job, an article, an event."""

    subject: str
    """Its id, a UUID."""
    standing: Standing
    """Kept as it is: nothing of it is personal."""


class Contacts(NamedTuple):
    """That the agency was in touch with people; of those no feed told of, nothing is said or kept."""

    keys: Keys
    """`own`: the key of each of them."""
    said: tuple[Said, ...]
    """What is said of each, in the order of the keys."""
    sides: bool = False
    """Whether they are two sides of which one is the agency's, it is not told which."""


class Silence(NamedTuple):
    """Well-formed, and about nobody."""


Reading = Statement | Erasure | Merge | Notice | Contacts | Silence
Cells = Mapping[str, str]
"""One row of a file: each column's text, stripped, by the feed's name for the column."""
Document = Callable[[bytes], list[dict[str, str]]]
"""Takes a file that is no table apart: its items in their order, each a row of the feed's columns.

`UnreadableError` when none of it can be read.
"""


@dataclass(frozen=True)
class WebhookFeed:
    """A vendor that calls us."""

    name: str
    read: Callable[[bytes, Source], Reading]
    """`UnreadableError`, with the field, for what cannot be read."""
    mentions: Callable[[bytes], str | None]
    """The key of whom an unreadable payload seems to speak of, so that it is erased with them."""
    named: Callable[[str], str | None]
    """The key of whom it calls by an id; `None` for what can be no id of a person."""
    secret: Callable[[Settings], SecretStr | None]
    variable: str
    """The setting that holds the secret, as an operator writes it."""
    signature: Signature
    covered: Callable[[bytes], bytes] | None = None
    """What of a body its signature covers, when not the whole: it is taken once, under one body."""
    only_200: bool = False
    """Whether the vendor takes no other answer as a success."""
    files: "FileFeed | None" = None
    """The same vendor's exports, under the same name: whatever came by either way is told once."""


@dataclass(frozen=True, eq=False)
class FileFeed:
    """A vendor whose exports are uploaded."""

    name: str
    columns: Mapping[str, tuple[str, ...]]
    """Each column by our name, with the headings it may have; case and signs do not count."""
    required: frozenset[str]
    """Columns without which the file says nothing."""
    read_row: Callable[[Cells, Source], Reading]
    """`UnreadableError`, with the field, for what cannot be read."""
    thing: Callable[[Cells], str | None]
    """What tells a row from the others of its file, also of one that cannot be read, or `None`."""
    mentions: Callable[[Cells], Keys]
    """The keys that can be read of a row that cannot, so that it is erased with whom it speaks of."""
    named: Callable[[str], str | None]
    """The key of whom it calls by an id; `None` for what can be no id of a person."""
    instead: tuple[frozenset[str], ...] = ()
    """Instead of the required columns: others that do as well, where there are files of several kinds."""
    entry: str | None = None
    """What such a file is called in the vendor's archive; `None` where the vendor gives none."""
    also: "tuple[FileFeed, ...]" = ()
    """The other files of that archive that are read, after this one; their names go on from this one's."""
    kept: frozenset[str] | None = None
    """Where a file says what is nobody's business: the only columns of it that are kept; else `None`."""
    whole: "Callable[[Iterable[Cells]], Cells] | None" = None
    """What no row tells but all of a file do; it is kept with each of them."""
    document: Document | None = None
    """Of a file that is no table: how it is taken apart."""
    items: bool = False
    """Whether a file holds JSON objects, each a row with the one column `item`."""


Feed = WebhookFeed | FileFeed


def files_of(feed: Feed | None) -> FileFeed | None:
    """How a feed's files are read; `None` where it has none."""
    return feed.files if isinstance(feed, WebhookFeed) else feed
