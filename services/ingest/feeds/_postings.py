"""Files of jobs alone, one JSON object each."""

from collections.abc import Callable

from services.ingest.files.items import ITEM
from services.ingest.reading import Cells, FileFeed, Keys, Reading, Source
from shared.errors import UnreadableError


def files(name: str, read: Callable[[bytes, Source], Reading], id_of: Callable[[bytes], object]) -> FileFeed:
    """How a vendor's jobs are read; `id_of` raises `UnreadableError` where one has no id."""

    def read_row(cells: Cells, source: Source) -> Reading:
        return read(_raw(cells), source)

    def thing(cells: Cells) -> str | None:
        try:
            return str(id_of(_raw(cells)))
        except UnreadableError:
            return None

    return FileFeed(
        name=name,
        columns={ITEM: (ITEM,)},
        required=frozenset({ITEM}),
        read_row=read_row,
        thing=thing,
        mentions=_nobody,
        named=_no_one,
        items=True,
    )


def _raw(cells: Cells) -> bytes:
    return cells.get(ITEM, "").encode()


def _nobody(_cells: Cells) -> Keys:
    return Keys(())


def _no_one(_id: str) -> str | None:
    return None
