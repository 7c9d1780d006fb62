"""An archive taken apart, without a database."""

import io
import random
import struct
import tracemalloc
import zipfile
from contextlib import suppress

import pytest
from vocabulary.payloads import archive

from services.ingest.files.archive import LARGEST_DIRECTORY, MOST_READ, is_one, opened
from shared.errors import UnreadableError

WANTED = ("Connections.csv", "messages.csv")
MOST = 50_000_000


def read(content: bytes, most: int = MOST) -> tuple[dict[str, bytes], list[str]]:
    """What is in the files that are wanted, and the names of the others."""
    with opened(io.BytesIO(content), WANTED, most) as found:
        return {entry.name: entry.content.read() for entry in found.entries}, found.not_read


def refusal(content: bytes, most: int = MOST) -> str:
    with pytest.raises(UnreadableError) as refused:
        read(content, most)
    return refused.value.reason


def test_files_are_read_by_their_names_in_the_order_of_the_names() -> None:
    """Whatever their order, case and folder; what a Mac adds is nobody's file."""
    content = archive(
        {
            "export/": b"",
            "export/Messages.CSV": b"m",
            "export/Profile.csv": b"p",
            "export/connections.csv": b"c",
            "__MACOSX/export/._connections.csv": b"x",
            "export/._connections.csv": b"x",
            "Rich Media/a\u202eb.pdf": b"p",
        }
    )
    assert is_one(io.BytesIO(content))
    files, not_read = read(content)
    assert list(files.items()) == [("connections.csv", b"c"), ("Messages.CSV", b"m")]
    assert not_read == ["Profile.csv", "a_b.pdf"]


@pytest.mark.parametrize("content", [b"", b"PK", b"First Name,Last Name\n", b"\x89PNG\r\n"])
def test_another_file_is_no_archive(content: bytes) -> None:
    """By how it begins; it can be read from there afterwards."""
    file = io.BytesIO(content)
    assert not is_one(file)
    assert file.read() == content


def test_an_archive_without_anything_to_read_says_what_is_in_it() -> None:
    """So that its sender sees which one they took."""
    assert "found none; in it: Profile.csv" in refusal(archive({"Profile.csv": b"x"}))
    assert "in it: nothing" in refusal(archive({}))


def test_an_encrypted_archive_is_refused_by_that_word() -> None:
    """Nobody is asked for a password."""
    content = bytearray(archive({"Connections.csv": b"c"}))
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + flags] |= 1
    assert "found an encrypted one" in refusal(bytes(content))


def test_another_packing_is_refused() -> None:
    """Python unpacks a piece of it without a limit."""
    assert "(deflate), found another" in refusal(archive({"Connections.csv": b"c" * 99}, zipfile.ZIP_BZIP2))


def test_a_bomb_is_refused_before_anything_is_unpacked() -> None:
    """By the sizes it tells; a small file may shrink as it will."""
    assert "times their size" in refusal(archive({"Connections.csv": b"0" * 20_000_000}))
    assert "at most 1000 bytes" in refusal(
        archive({"Connections.csv": b"c" * 600, "messages.csv": b"m" * 600}), 1_000
    )
    assert read(archive({"Connections.csv": b"0" * 5_000_000, "Media/film.mp4": b"0" * 60_000_000}))[1] == [
        "film.mp4"
    ]


def test_no_more_is_unpacked_than_was_told() -> None:
    """A size that lies is a broken archive."""
    content = bytearray(archive({"Connections.csv": b"0" * 20_000_000}))
    struct.pack_into("<L", content, content.index(b"PK\x01\x02") + 24, 1_000)
    assert "found a broken one" in refusal(bytes(content))


def test_a_huge_directory_is_not_read() -> None:
    """Each of its files would cost memory, and more than one of each name is none of a vendor's."""
    many = archive(
        {f"{number:060}": b"" for number in range(1 + LARGEST_DIRECTORY // 106)}, zipfile.ZIP_STORED
    )
    assert f"at most {LARGEST_DIRECTORY} bytes" in refusal(many)
    twice = archive({f"{number}/Connections.csv": b"" for number in range(MOST_READ + 1)})
    assert f"at most {MOST_READ} files" in refusal(twice)


def test_a_large_file_is_read_in_flat_memory() -> None:
    """Piece by piece."""
    content = archive({"Connections.csv": random.Random(1).randbytes(40_000) * 750})  # noqa: S311 - repeatable
    tracemalloc.start()
    with opened(io.BytesIO(content), WANTED, MOST) as found:
        entry = found.entries[0]
        size = sum(map(len, iter(lambda: entry.content.read(65_536), b"")))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert size == 30_000_000
    assert peak < 3_000_000


def test_a_broken_archive_is_always_told_as_one() -> None:
    """Cut off anywhere, or with any bytes spoilt: read whole, or refused."""
    dice = random.Random(2)  # noqa: S311 - repeatable
    good = archive(
        {"Profile.csv": b"p" * 50, "Connections.csv": dice.randbytes(300), "messages.csv": b"m" * 300}
    )
    for at in range(4, len(good)):
        refusal(good[:at])
    for _ in range(1_000):
        spoilt = bytearray(good)
        for _ in range(dice.randrange(1, 6)):
            spoilt[dice.randrange(len(spoilt))] = dice.randrange(256)
        with suppress(UnreadableError):
            read(bytes(spoilt))
