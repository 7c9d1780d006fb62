"""Files of what a vendor's API returns, one JSON object each: its jobs, and for some its people."""

from collections.abc import Callable
from typing import NamedTuple

from services.ingest.files.items import ITEM
from services.ingest.reading import Cells, FileFeed, Keys, Reading, Source
from shared.errors import UnreadableError


class Whom(NamedTuple):
    """By what people are known of whom objects speak."""

    mentions: Callable[[bytes], str | None]
    """The key of whom an object names that may be malformed anywhere else."""
    named: Callable[[str], str | None]
    """The key of whom the vendor calls by an id."""


NOBODY = Whom(lambda _raw: None, lambda _id: None)


def files(
    name: str,
    read: Callable[[bytes, Source], Reading],
    id_of: Callable[[bytes], object],
    whom: Whom = NOBODY,
) -> FileFeed:
    """How a vendor's objects are read; `id_of` raises `UnreadableError` where one has no id."""

    def read_row(cells: Cells, source: Source) -> Reading:
        return read(_raw(cells), source)

    def thing(cells: Cells) -> str | None:
        try:
            return str(id_of(_raw(cells)))
        except UnreadableError:
            return None

    def mentions(cells: Cells) -> Keys:
        key = whom.mentions(_raw(cells))
        return Keys((key,) if key else ())

    return FileFeed(
        name=name,
        columns={ITEM: (ITEM,)},
        required=frozenset({ITEM}),
        read_row=read_row,
        thing=thing,
        mentions=mentions,
        named=whom.named,
        items=True,
    )


def _raw(cells: Cells) -> bytes:
    return cells.get(ITEM, "").encode()
