"""What is printed of imported files."""

from io import StringIO

from rich.console import Console

from services.cli.importing import refused, show_imports

FOUND = {"file": "p.csv", "read": 1, "new": 1, "known": 0, "quarantined": 0, "problems": []}


def printed(**changes: object) -> str:
    console = Console(file=StringIO(), width=120)
    show_imports(console, [FOUND | changes])
    return str(console.file.getvalue())  # type: ignore[attr-defined] # a StringIO


def test_columns_that_were_not_understood_are_named() -> None:
    """As they stand in the file, without what could speak to the terminal."""
    text = printed(unknown_columns=["end_date", "\x1b[2J[red]Pay"])
    assert "p.csv: not understood, and not read: the columns end_date,  [2J[red]Pay" in text
    assert "not understood" not in printed(unknown_columns=[])


def test_a_problem_is_told_with_its_row_and_column() -> None:
    """As a person counts them."""
    problem = {"row": 3, "field": "starts_on", "reason": "expected a day"}
    assert "p.csv: row 3, starts_on: expected a day" in printed(problems=[problem])


def test_an_archives_files_are_told_one_by_one() -> None:
    """With what is in it and was not understood."""
    files = [FOUND | {"file": name, "state": "done"} for name in ("Connections.csv", "messages.csv")]
    text = printed(file="a.zip", files=files, not_read=["Profile.csv"])
    assert "a.zip: messages.csv" in text
    assert "a.zip: not understood, and not read: the files Profile.csv" in text
    assert not refused({"file": "a.zip", "files": files})
    assert refused({"file": "a.zip", "files": [*files, files[0] | {"state": "failed"}]})
