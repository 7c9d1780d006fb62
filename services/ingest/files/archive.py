"""A vendor's archive: a zip of several files, unpacked piece by piece; memory holds only its directory."""

import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from tempfile import TemporaryFile
from typing import BinaryIO, NamedTuple, TypeVar

from services.ingest.files import naming, workbook
from shared.errors import UnreadableError

BEGINNINGS = (b"PK\x03\x04", b"PK\x05\x06")
"""Of a zip, and of one without any file."""
PIECE = 256 * 1024
"""Bytes that are unpacked at once."""
LARGEST_DIRECTORY = 2_000_000
"""Bytes: tens of thousands of files. `zipfile` reads it in one piece, and makes an object of each file."""
LARGEST_RATIO, SMALLEST_BOMB = 200, 10_000_000
"""Real tables shrink to a tenth; what is said to shrink to a hundredth of that, and is large, is none."""
MOST_READ = 10
"""Files of the wanted names; a vendor packs one of each."""
MOST_NAMED = 100
"""Files that are not read which a sender is told."""
READABLE = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""Of other methods, Python unpacks a piece without a limit."""
ENCRYPTED = 0x1
INSTEAD = "unpack it and send the files"
BROKEN = (
    *(zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, NotImplementedError),
    *(RuntimeError, IndexError, OverflowError),
)
"""What `zipfile` raises on bytes that are no sound zip."""
Result = TypeVar("Result")


class Entry(NamedTuple):
    """A file of the archive that is to be read."""

    name: str
    content: BinaryIO
    """Unpacked, whole and sound, on the disk."""


class Archive(NamedTuple):
    """What stands in an archive."""

    entries: list[Entry]
    not_read: list[str]
    """The first of the other files, by their names without folders."""


def is_one(content: BinaryIO) -> bool:
    """Whether this is a zip and no workbook, which is one too; it stands at its beginning afterwards."""
    try:
        return content.read(4) in BEGINNINGS and not _is_workbook(content)
    finally:
        content.seek(0)


def _is_workbook(content: BinaryIO) -> bool:
    try:
        with zipfile.ZipFile(_Guarded(content)) as zipped:
            return workbook.TYPES in zipped.namelist()
    except (UnreadableError, *BROKEN):
        return False


@contextmanager
def opened(content: BinaryIO, wanted: Sequence[str], most: int) -> Iterator[Archive]:
    """The archive's files of these names, whatever their case and folder, in the order of the names.

    Raises `UnreadableError` when it is broken, when none of them is in it, and when one of them is encrypted,
    packed in an unusual way, or unpacks to far too much: to more than `most` bytes together with the others.
    """
    with ExitStack() as until_read:
        with _sound(lambda: zipfile.ZipFile(_Guarded(content))) as zipped:
            files = [info for info in zipped.infolist() if not info.is_dir() and not _is_litter(info)]
            found = [info for name in wanted for info in files if _base(info).casefold() == name.casefold()]
            _check(found, most)
            others = [naming.safe(info.filename) for info in files if info not in found]
            if not found:
                raise _refusal(_nothing(wanted, others))
            entries = [_unpacked(zipped, info, until_read.enter_context(TemporaryFile())) for info in found]
        yield Archive(entries, list(dict.fromkeys(others))[:MOST_NAMED])


class _Guarded:
    """A file of which nothing large is read at once."""

    def __init__(self, content: BinaryIO) -> None:
        self._content = content
        self.seek, self.tell, self.seekable = content.seek, content.tell, content.seekable

    def read(self, size: int = -1) -> bytes:
        if size > LARGEST_DIRECTORY:
            raise _refusal(
                f"expected an archive whose directory has at most {LARGEST_DIRECTORY} bytes, found {size}"
            )
        return self._content.read(size if size >= 0 else LARGEST_DIRECTORY)


def _unpacked(zipped: zipfile.ZipFile, info: zipfile.ZipInfo, file: BinaryIO) -> Entry:
    with _sound(lambda: zipped.open(info)) as entry:
        file.writelines(iter(lambda: _sound(lambda: entry.read(PIECE)), b""))
    file.seek(0)
    return Entry(naming.safe(info.filename), file)


def _check(found: Sequence[zipfile.ZipInfo], most: int) -> None:
    if len(found) > MOST_READ:
        raise _refusal(f"expected at most {MOST_READ} files to be read, found {len(found)}")
    for info in found:
        if info.flag_bits & ENCRYPTED:
            raise _refusal(f"expected an archive without a password, found an encrypted one; {INSTEAD}")
        if info.compress_type not in READABLE:
            raise _refusal(f"expected a zip packed in the usual way (deflate), found another; {INSTEAD}")
    # What it says of its sizes holds: not one byte more than it says is unpacked of a file.
    if (size := sum(info.file_size for info in found)) > most or any(map(_is_bomb, found)):
        raise _refusal(
            f"expected files that unpack to at most {most} bytes and {LARGEST_RATIO} times their size in the "
            f"archive, found {size} bytes"
        )


def _is_bomb(info: zipfile.ZipInfo) -> bool:
    return info.file_size > SMALLEST_BOMB and info.file_size > LARGEST_RATIO * info.compress_size


def _is_litter(info: zipfile.ZipInfo) -> bool:
    """What a Mac adds to an archive that it packs again."""
    return _base(info).startswith("._") or info.filename.startswith("__MACOSX/")


def _base(info: zipfile.ZipInfo) -> str:
    return re.split(r"[/\\]", info.filename)[-1]


def _refusal(reason: str) -> UnreadableError:
    return UnreadableError(reason, field="file")


def _nothing(wanted: Sequence[str], others: Sequence[str]) -> str:
    there = ", ".join(list(dict.fromkeys(others))[:10]) or "nothing"
    return f"expected an archive with {' or '.join(wanted)}, found none; in it: {there}"


def _sound(read: Callable[[], Result]) -> Result:
    try:
        return read()
    except BROKEN as error:
        raise _refusal(
            "expected a sound zip, found a broken one; get the archive again, and send it whole"
        ) from error
