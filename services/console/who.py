"""Who is looking: the recruiter, by a signed cookie of this browser.

Without an API token an installation is for whoever sits at its machine, so that a name is all that is asked.
With one, whoever looks has to know it; the cookie says so from then on, until it ends.
"""

import hmac
from dataclasses import dataclass
from functools import cached_property

from fastapi import Request, Response
from itsdangerous import BadData, URLSafeTimedSerializer
from pydantic import SecretStr
from starlette.datastructures import URL

COOKIE = "afterhire_recruiter"
LASTS_S = 12 * 3600
"""How long a day at work is."""
SALT = "afterhire console"
"""What else is signed with the same token is no cookie."""
LONGEST = 200


class StrangerError(Exception):
    """Nobody has said yet who is looking, or it was too long ago."""


@dataclass(frozen=True)
class Visitors:
    """Lets people in, and knows them again."""

    token: SecretStr | None

    def may_enter(self, token: str) -> bool:
        """Whether this is the token, or none is needed."""
        return self.token is None or hmac.compare_digest(token.encode(), self._key.encode())

    def recruiter(self, request: Request) -> str | None:
        """Who is looking; `None` when nobody has said so, or too long ago."""
        try:
            found = self._cookies.loads(request.cookies.get(COOKIE, ""), max_age=LASTS_S)
        except BadData:
            return None
        return found if isinstance(found, str) else None

    def required(self, request: Request) -> str:
        """The same; raises `StrangerError` when nobody has."""
        found = self.recruiter(request)
        if found is None:
            raise StrangerError
        return found

    def remember(self, request: Request, response: Response, recruiter: str) -> None:
        """Keep it in the browser for a day at work."""
        value, secure = self._cookies.dumps(recruiter[:LONGEST]), request.url.scheme == "https"
        response.set_cookie(COOKIE, value, LASTS_S, httponly=True, samesite="lax", secure=secure, path="/")

    @property
    def _key(self) -> str:
        return self.token.get_secret_value() if self.token else ""

    @cached_property
    def _cookies(self) -> URLSafeTimedSerializer:
        """Signed with the token: another token ends all sessions."""
        return URLSafeTimedSerializer(self._key or "nobody's", salt=SALT)


def recruiter_of(request: Request) -> str | None:
    """Who is looking at a page of this app; `None` when nobody has said so."""
    return _visitors(request).recruiter(request)


def required(request: Request) -> str:
    """The same; raises `StrangerError` when nobody has. A dependency of every page but the first."""
    return _visitors(request).required(request)


def _visitors(request: Request) -> Visitors:
    found: Visitors = request.app.state.visitors
    return found


def forget(response: Response) -> None:
    """Sign out."""
    response.delete_cookie(COOKIE, path="/")


def back_to(request: Request) -> str:
    """Where to go on after signing in: the page asked for; of a form the one that it stands on."""
    if request.method == "GET":
        return _address(request.url)
    stood = URL(request.headers.get("referer", ""))
    return _address(stood) if stood.netloc == request.url.netloc else "/"


def _address(url: URL) -> str:
    return f"{url.path}?{url.query}" if url.query else url.path
