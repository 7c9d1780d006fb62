"""What a heading of an agency's files means, as it is written on the command line."""

from collections.abc import Iterable

from shared.errors import UnreadableError

Meanings = dict[str, str | None]


def meanings(written: Iterable[str]) -> Meanings:
    """Columns by heading of what was written as HEADING=COLUMN; without a column it is not to be read.

    A heading may hold the sign itself. Raises `UnreadableError` for anything else, and for one given twice.
    """
    found: Meanings = {}
    for each in written:
        heading, sign, column = each.rpartition("=")
        if not (heading.strip() and sign):
            raise UnreadableError(f"expected HEADING=COLUMN, like 'Start Date=starts_on'; found {each!r}")
        if heading.strip() in found:
            raise UnreadableError(f"expected each heading once, found {heading.strip()!r} twice")
        found[heading.strip()] = column.strip() or None
    return found
