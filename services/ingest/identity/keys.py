"""Strong keys: by these alone two records are known to speak of one person."""

import re
from unicodedata import normalize
from urllib.parse import unquote

from email_validator import EmailNotValidError, validate_email

LONGEST_EMAIL = 254
"""RFC 5321."""
_PLAIN = re.compile(r"[a-z0-9_%+-]+(?:\.[a-z0-9_%+-]+)*@(?:[a-z0-9-]+\.)+[a-z]{2,}")
"""What nearly all addresses look like; the others are left to the library, which takes much longer."""
_PROFILE = re.compile(
    r"(?:https?://)?(?:[a-z]{1,3}\.)?linkedin\.com/(?:mwlite/)?in/([^/?#]+)"
    r"(?:/[a-z]{2}(?:[-_][a-z]{2})?)?/?(?:[?#].*)?",
    re.IGNORECASE,
)
"""Of any country and of a phone, also where it ends in the language it is shown in."""


def email(text: str) -> str | None:
    """`email:jane@example.com` for an e-mail address, letter case apart; `None` for anything else.

    The domain is written as it is looked up (IDNA 2008), however it was written. Lower case is not folded
    further: jane@faß.example and jane@fass.example are two addresses.
    """
    if len(text) > LONGEST_EMAIL:
        return None
    if text.isascii() and _PLAIN.fullmatch(plain := text.lower()):
        return f"email:{plain}"
    try:
        found = validate_email(
            text, check_deliverability=False, test_environment=True, globally_deliverable=False
        )
    except EmailNotValidError:
        return None
    return f"email:{found.local_part.lower()}@{found.ascii_domain.lower()}"


def among(*texts: str | None) -> tuple[str, ...]:
    """The keys of those of these texts that are an e-mail address or the address of a profile."""
    found = (key for text in texts if text for key in (email(text), profile(text)))
    return tuple(dict.fromkeys(key for key in found if key))


def profile(url: str) -> str | None:
    """`linkedin:jane-doe` for the address of a LinkedIn profile, percent-encoded or not; else `None`."""
    found = _PROFILE.fullmatch(url.strip())
    if found is None:
        return None
    slug = normalize("NFC", unquote(found[1], errors="replace")).casefold().strip()
    return f"linkedin:{slug}" if slug else None
