"""Who is looking: the recruiter, by a signed cookie of this browser.

Without an API token an installation is for whoever sits at its machine, so that a name is all that is asked.
With one, whoever looks has to know it, or has a token of their own: then all they do is done with theirs. The
cookie says so from then on, until it ends; a token in it is encrypted.
"""

import hmac
from base64 import urlsafe_b64encode
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cached_property
from hashlib import scrypt, sha256

from cryptography.fernet import Fernet, InvalidToken
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
class Session:
    """Who is looking, and by which right."""

    recruiter: str
    token: str | None = None
    """Their own; without one they look with the agency's."""
    may: frozenset[str] | None = None
    """The scopes of their own token; none: everything."""
    made: str | None = None
    """The id of that token where it was made for this session, and ends with it."""

    def can(self, scope: str) -> bool:
        """Whether there is any use in showing them what needs this scope."""
        return self.may is None or scope in self.may


WITH: ContextVar[str | None] = ContextVar("with", default=None)
"""The token with which services are asked, while somebody is answered who has one of their own."""


@dataclass(frozen=True)
class Visitors:
    """Lets people in, and knows them again."""

    token: SecretStr | None
    https: bool = False
    """Whether browsers come by it, though a proxy may say otherwise: cookies then go no other way."""

    def may_enter(self, token: str) -> bool:
        """Whether this is the token, or none is needed."""
        return self.token is None or hmac.compare_digest(token.encode(), self._token.encode())

    def session(self, request: Request) -> Session | None:
        """Who is looking; `None` when nobody has said so, or too long ago."""
        try:
            found = self._cookies.loads(request.cookies.get(COOKIE, ""), max_age=LASTS_S)
            recruiter, sealed, may, made = found
            token = self._sealing.decrypt(sealed).decode() if sealed else None
        except (BadData, InvalidToken, ValueError, TypeError):
            return None
        return Session(recruiter, token, None if may is None else frozenset(may), made)

    def required(self, request: Request) -> Session:
        """The same; raises `StrangerError` when nobody has."""
        found = self.session(request)
        if found is None:
            raise StrangerError
        return found

    def remember(self, request: Request, response: Response, session: Session) -> None:
        """Keep it in the browser for a day at work."""
        sealed = self.seal(session.token.encode()) if session.token else None
        may = None if session.may is None else sorted(session.may)
        value = self._cookies.dumps([session.recruiter[:LONGEST], sealed, may, session.made])
        self.keep(request, response, COOKIE, value, LASTS_S)

    def keep(  # noqa: PLR0913, PLR0917 - what a cookie is
        self, request: Request, response: Response, name: str, value: str, lasts_s: int, path: str = "/"
    ) -> None:
        """Have a browser keep something that no script and no other site's form sees."""
        secure = self.https or request.url.scheme == "https"
        response.set_cookie(name, value, lasts_s, httponly=True, samesite="lax", secure=secure, path=path)

    def seal(self, content: bytes) -> str:
        """Something for a browser to keep that it cannot read."""
        return self._sealing.encrypt(content).decode()

    def unseal(self, sealed: str, lasts_s: int) -> bytes | None:
        """What it kept; nothing when it was not sealed here, or longer ago."""
        try:
            return self._sealing.decrypt(sealed, lasts_s)
        except InvalidToken:
            return None

    @property
    def _token(self) -> str:
        return self.token.get_secret_value() if self.token else ""

    @cached_property
    def key(self) -> str:
        """Made of the token slowly: who has a cookie could else try out words for it."""
        made = scrypt(self._token.encode(), salt=SALT.encode(), n=2**14, r=8, p=1, dklen=32)
        return urlsafe_b64encode(made).decode()

    @cached_property
    def _cookies(self) -> URLSafeTimedSerializer:
        """Signed with the token: another token ends all sessions."""
        return URLSafeTimedSerializer(self.key, salt=SALT)

    @cached_property
    def _sealing(self) -> Fernet:
        """By the same, so that nothing else needs to be kept secret."""
        return Fernet(urlsafe_b64encode(sha256(f"{SALT} {self.key}".encode()).digest()))


def session_of(request: Request) -> Session | None:
    """Who is looking at a page of this app; `None` when nobody has said so."""
    return _visitors(request).session(request)


def required(request: Request) -> str:
    """The recruiter who is looking; raises `StrangerError` when nobody has said so."""
    return _visitors(request).required(request).recruiter


async def entered(request: Request) -> None:
    """A dependency of every page but the first: services are asked by the right of whoever looks.

    Raises `StrangerError`.
    """
    WITH.set(_visitors(request).required(request).token)


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


def here(then: str) -> str:
    """A page of ours, whatever the address says."""
    return then if then.startswith("/") and not then.startswith(("//", "/\\")) else "/"


def _address(url: URL) -> str:
    return f"{url.path}?{url.query}" if url.query else url.path
