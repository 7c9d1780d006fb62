"""What counts as plain text where people write: in a note, a reason, an answer."""

import re

PLAIN = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]*$"
"""Text without control codes and without what turns its direction; lines and tabs are text."""

CUT = "…"
_PLAIN = re.compile(PLAIN)


def is_plain(text: str) -> bool:
    """Whether nothing in the text is hidden or turns it."""
    return _PLAIN.match(text) is not None


def excerpt(text: str, most: int) -> str:
    """The text, or its beginning with `…` after it: at most `most` characters."""
    return text if len(text) <= most else text[: most - len(CUT)].rstrip() + CUT
