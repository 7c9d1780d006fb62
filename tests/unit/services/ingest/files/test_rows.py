"""A file taken apart into rows, without a database."""

import pytest
from vocabulary.payloads import connection

from services.ingest.feeds.linkedin import FEED
from services.ingest.files import headings
from services.ingest.files.columns import Columns
from services.ingest.files.contents import Layout, candidates, records
from services.ingest.files.headings import Headings
from services.ingest.files.looking import look
from services.ingest.files.rows import Split, split
from services.ingest.payload import decode
from services.ingest.rawrow import RawRow, named
from services.ingest.reading import Cells
from shared.errors import UnreadableError

COLUMNS = Columns(FEED)
HEAD = "First Name,Last Name,URL,Company,Position\n"
JANE = "Jane,Doe,https://linkedin.com/in/jane,Acme,Lead\n"


def rows(content: bytes, piece: int = 7) -> list[Split]:
    """The rows of a file that comes in small pieces."""
    pieces = [content[at : at + piece] for at in range(0, len(content), piece)]
    looked = look(COLUMNS, iter([content]))
    assert not isinstance(looked.headings, UnreadableError), looked.headings
    layout = Layout(looked.encoding, looked.headings.delimiter)
    return list(split(records(pieces, layout), looked.headings.row))


def find(head: str) -> Headings:
    """The headings of a file that begins so."""
    return headings.find(COLUMNS, candidates(head.encode(), "utf-8"))


def cells(row: Split) -> Cells:
    return named(FEED, decode(row.raw, RawRow).cells)


def problem(row: Split) -> str | None:
    return decode(row.raw, RawRow).problem


PREAMBLES = ("", "Notes:\n", 'Notes:\n"When exporting, you may ""miss"" some,"\n\n', "\n" * 5, 'A "loose\n')


@pytest.mark.parametrize("preamble", PREAMBLES)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_preambles_line_ends_and_delimiters_do_not_matter(preamble: str, end: str, delimiter: str) -> None:
    """Rows are counted from the file's first; of a column that comes twice, the cell that says something."""
    table = [["First Name", " last name ", "URL", "Company", "Position", "Position"]]
    table += [
        ["Jane", "Doe", "jane", "Acme", "", "Lead"],
        ["", "", "", "", "", ""],
        ["John", "", "", "", "", ""],
    ]
    text = preamble + "\n".join(delimiter.join(row) for row in table) + "\n"
    jane, john = rows(text.replace("\n", end).encode())
    first = preamble.count("\n") + 1
    assert (jane.number, john.number) == (first + 1, first + 3)
    assert cells(jane)["position"] == "Lead"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-32"])
def test_encodings_are_told_apart(encoding: str) -> None:
    """With or without a byte-order mark."""
    people = ["José", "Zoë", "Jürgen", "François", "Åsa", "Mary", "Ann", "Renée", "Łukasz"[1:]]
    text = HEAD + "".join(JANE.replace("Jane", name) for name in people)
    assert [cells(row)["first_name"] for row in rows(text.encode(encoding))] == people


def test_a_quote_that_is_not_closed_spoils_its_own_line_only() -> None:
    """The next ones are taken."""
    found = rows((HEAD + 'Bad,"Doe,x,Acme,Lead\n' + JANE * 3).encode())
    assert [problem(row) is None for row in found] == [False, True, True, True]
    assert [row.number for row in found] == [2, 3, 4, 5]
    assert decode(found[0].raw, RawRow).line == 'Bad,"Doe,x,Acme,Lead\n'


def test_a_cell_may_span_lines() -> None:
    """It is one row, as in a spreadsheet."""
    first, second = rows((HEAD + JANE.replace("Lead", '"Lead\nand more"') + JANE).encode())
    assert cells(first)["position"] == "Lead\nand more"
    assert (first.number, second.number) == (2, 3)


def test_bytes_that_are_no_text_spoil_their_row_only() -> None:
    """They are kept, readable for whoever mends them."""
    spoilt = JANE.encode().replace(b"Jane", b"J\x81ne")
    text = (HEAD + JANE * 5).encode("utf-16")
    assert len(rows(text)) == 5
    found = list(split(records([HEAD.encode() + spoilt + JANE.encode()], Layout("utf-8", ",")), 1))
    assert [problem(row) is None for row in found] == [False, True]
    assert decode(found[0].raw, RawRow).line == JANE.replace("Jane", "J\\udc81ne")


def test_a_file_of_many_pieces_is_read_like_one() -> None:
    """Whatever the pieces, also through the middle of a character."""
    content = (HEAD + JANE.replace("Jane", "Zoë") * 20).encode()
    assert rows(content, 1) == rows(content, 3) == rows(content, 10_000)


def test_missing_columns_are_named_with_what_was_found() -> None:
    """A row without any known heading may be somebody's: it is not quoted."""
    with pytest.raises(UnreadableError, match="missing: Position; found: First Name"):
        find("First Name,Last Name,URL,Company\n")
    with pytest.raises(UnreadableError, match="found none of them") as refused:
        find("Jane,Doe,jane@example.com\n")
    assert "Jane" not in refused.value.reason


def test_a_short_row_ends_with_empty_cells() -> None:
    """Some programs leave them out."""
    (row,) = rows((HEAD + "Jane,Doe,x\n").encode())
    assert cells(row)["position"] == ""


def test_renamed_headings_are_found() -> None:
    """Case, spaces and signs do not count."""
    renamed = [
        {"URL": "profile_url", "Email Address": "E-mail"}.get(name, name.upper()) for name in connection()
    ]
    assert find(",".join(renamed)).row == 1


@pytest.mark.parametrize(
    ("length", "says"),
    [
        (200_000, "expected cells of at most 2000 characters, found a line of 2000"),
        (2_500_000, "expected a line of less than 1000000 characters, found a longer one"),
    ],
)
@pytest.mark.parametrize("quote", ["", '"'])
def test_a_line_that_is_too_long_is_one_row_and_says_so(length: int, quote: str, says: str) -> None:
    """It is no matter of quotes, and the next rows are taken and counted as in a spreadsheet."""
    long = f"Jane,Doe,x,Acme,{quote}{'x' * length}{quote}\n"
    bad, good = rows((HEAD + long + JANE).encode(), piece=100_000)
    assert (problem(bad) or "").startswith(says)
    assert (bad.number, good.number, problem(good)) == (2, 3, None)
