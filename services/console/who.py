"""Who is looking: the recruiter, by a cookie of this browser.

The console of an embedded installation is for whoever sits at this machine, so that a name is all it asks.
"""

from urllib.parse import quote, unquote

from fastapi import Request, Response

COOKIE = "afterhire_recruiter"
A_YEAR = 365 * 24 * 3600
LONGEST = 200


class StrangerError(Exception):
    """Nobody has said yet who is looking."""


def recruiter_of(request: Request) -> str | None:
    """Who said that they are looking; `None` when nobody has."""
    return unquote(request.cookies.get(COOKIE, ""))[:LONGEST] or None


def required(request: Request) -> str:
    """The same; raises `StrangerError` when nobody has."""
    found = recruiter_of(request)
    if found is None:
        raise StrangerError
    return found


def remember(response: Response, recruiter: str) -> None:
    """Keep it in the browser for a year."""
    response.set_cookie(COOKIE, quote(recruiter), A_YEAR, httponly=True, samesite="lax", path="/")


def forget(response: Response) -> None:
    """Sign out."""
    response.delete_cookie(COOKIE, path="/")
