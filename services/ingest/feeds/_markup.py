"""Texts of the web as plain text on one line."""

import re
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from shared.errors import UnreadableError

_SILENT = ("script", "style")
"""Elements whose content nobody reads."""
_TAG = re.compile(r"</?[A-Za-z!]|&[A-Za-z#]")


def plain(text: str, column: str) -> str:
    """The text without markup and with its entities read; spaces and line ends are one space each.

    What only looks like markup, as in `3 < 4`, stays. `UnreadableError` names the column.
    """
    if not _TAG.search(text):
        return " ".join(text.split())
    reader = _Reader()
    try:
        reader.feed(text)
        reader.close()
    except AssertionError as error:  # how the library says so of `<![` in Python 3.11 and 3.12
        raise UnreadableError("expected text or HTML, found broken markup", field=column) from error
    return " ".join("".join(reader.said).split())


def address(found: str, base: str = "") -> str | None:
    """A web page's address, made whole by the `base`; `None` for anything else, like `javascript:`."""
    try:
        whole = urljoin(base, found.strip())
        parts = urlsplit(whole)
        sound = (
            parts.scheme in ("http", "https") and parts.hostname and not re.search(r"[\s\x00-\x1f]", whole)
        )
    except ValueError:
        return None
    return whole if sound else None


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.said: list[str] = []
        self._silent = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - the library's own signature
        self._silent = tag in _SILENT

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002 - as above
        self._silent = False

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.said.append(data)
