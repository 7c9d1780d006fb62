"""An agency's sign-in provider: OpenID Connect, the authorization code with PKCE.

https://openid.net/specs/openid-connect-core-1_0.html. Authlib speaks the protocol and checks the claims,
joserfc the signature. What is asked of the provider blocks, and is asked in a thread.
"""

import secrets
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self
from urllib.parse import urlsplit

import msgspec
import requests
from authlib.integrations.base_client import OAuthError
from authlib.integrations.requests_client import OAuth2Session
from authlib.oauth2.claims import ClaimsOption
from authlib.oidc.core import CodeIDToken
from authlib.oidc.discovery import get_well_known_url
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from services.console.claims import Claims
from services.console.services import RefusedError
from shared.clock import Clock, SystemClock
from shared.errors import MisconfiguredError
from shared.settings import Settings

ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]
"""By which providers sign for everybody to check; never by a secret, and never not at all."""
TIMEOUT_S = 10.0
REMEMBERED_S = 3_600.0
"""How long it is remembered what a provider says of itself, and its keys."""
LEEWAY_S = 60
"""How far the two clocks may be apart."""
BACK = "/who/back"
NEEDED = ("authorization_endpoint", "token_endpoint", "jwks_uri")
BROKEN = (JoseError, ValueError, KeyError, TypeError)
"""What reading a token or keys that are none may raise."""
HERE = ("127.0.0.1", "localhost", "::1")
Json = dict[str, Any]


class SignInError(Exception):
    """This sign-in goes no further; in words for whoever tried."""


class Begun(msgspec.Struct, array_like=True, forbid_unknown_fields=True, frozen=True):
    """A sign-in that is under way, as the browser keeps it, sealed."""

    state: str
    nonce: str
    verifier: str
    then: str
    """The page to go on with."""


@dataclass
class Provider:
    """Where an agency's people sign in; every method raises `RefusedError` (503) while that is away."""

    issuer: str
    client: str
    secret: str | None
    scopes: str
    back: str
    """The address that the provider sends people back to."""
    claims: Claims
    clock: Clock = field(default_factory=SystemClock)
    _known: dict[str, tuple[float, Json]] = field(default_factory=dict)
    _asking: threading.Lock = field(default_factory=threading.Lock)

    @classmethod
    def of(cls, settings: Settings) -> Self | None:
        """The provider of the settings; none where none is set. Raises `MisconfiguredError`."""
        if not settings.oidc_issuer:
            return None
        needed = ("oidc_client_id", "oidc_roles", "console_url", "api_token")
        if missing := [name for name in needed if not getattr(settings, name)]:
            names = ", ".join(f"AFTERHIRE_{name.upper()}" for name in missing)
            raise MisconfiguredError(f"AFTERHIRE_OIDC_ISSUER is set, so that {names} must be set too")
        for name in ("oidc_issuer", "console_url"):
            _check(name, getattr(settings, name))
        secret = settings.oidc_client_secret
        return cls(
            settings.oidc_issuer,
            settings.oidc_client_id or "",
            secret.get_secret_value() if secret else None,
            settings.oidc_scopes,
            (settings.console_url or "").rstrip("/") + BACK,
            _claims(settings),
        )

    def begin(self, then: str) -> tuple[str, Begun]:
        """Where to send somebody who wants to go on with a page, and what to remember until they are back."""
        begun = Begun(_secret(), _secret(), _secret(), then)
        address, _ = self._session().create_authorization_url(
            self._about()["authorization_endpoint"],
            state=begun.state,
            nonce=begun.nonce,
            code_verifier=begun.verifier,
        )
        return str(address), begun

    def finish(self, begun: Begun, code: str) -> Json:
        """What the provider says of who came back with a code. Raises `SignInError`."""
        try:
            answer = self._session().fetch_token(
                self._about()["token_endpoint"],
                grant_type="authorization_code",
                code=code,
                code_verifier=begun.verifier,
            )
        except OAuthError as error:
            said = error.description or error.error
            raise SignInError(f"Your provider refused the sign-in: {said}.") from error
        except (requests.RequestException, ValueError) as error:
            raise _away() from error
        return self._checked(answer, begun.nonce)

    def _session(self) -> OAuth2Session:
        return OAuth2Session(
            self.client,
            self.secret,
            token_endpoint_auth_method=self._shown_by(),
            scope=self.scopes,
            redirect_uri=self.back,
            code_challenge_method="S256",
            default_timeout=TIMEOUT_S,
        )

    def _shown_by(self) -> str:
        """How we show who we are: as the provider wants it, by the standard's own way if it takes that."""
        if self.secret is None:
            return "none"
        usual = "client_secret_basic"
        taken = self._about().get("token_endpoint_auth_methods_supported") or [usual]
        return usual if usual in taken else "client_secret_post"

    def _checked(self, answer: Mapping[str, Any], nonce: str) -> Json:
        told = answer.get("id_token")
        if not isinstance(told, str):
            raise SignInError("Your provider sent no ID token: is `openid` among AFTERHIRE_OIDC_SCOPES?")
        try:
            token = self._opened(told)
            ours = {"iss": self.issuer, "aud": self.client}
            wanted = {name: ClaimsOption(essential=True, value=value) for name, value in ours.items()}
            seen = {"nonce": nonce, "client_id": self.client, "access_token": answer.get("access_token")}
            claims = CodeIDToken(token.claims, token.header, wanted, seen)
            claims.validate(int(self.clock.now().timestamp()), LEEWAY_S)
        except BROKEN as error:
            raise SignInError("What your provider says of you does not hold: it was not taken.") from error
        return dict(claims)

    def _opened(self, told: str) -> jwt.Token:
        """An ID token whose signature holds; the keys are asked for anew if none that is known fits."""
        try:
            return jwt.decode(told, self._keys(), ALGORITHMS)
        except BROKEN:
            self._known.pop("keys", None)
            return jwt.decode(told, self._keys(), ALGORITHMS)

    def _keys(self) -> KeySet:
        return KeySet.import_key_set(self._read("keys", self._about()["jwks_uri"]))  # type: ignore[arg-type] # JSON

    def _about(self) -> Json:
        """What the provider says of itself (OpenID Connect Discovery)."""
        found = self._read("about", get_well_known_url(self.issuer, external=True))
        if found.get("issuer") != self.issuer:
            called = f"calls itself {found.get('issuer')!r}, and AFTERHIRE_OIDC_ISSUER {self.issuer!r}"
            raise SignInError(f"The provider {called}.")
        if missing := [name for name in NEEDED if not isinstance(found.get(name), str)]:
            raise SignInError(f"The provider does not say its {missing[0]}.")
        return found

    def _read(self, name: str, address: str) -> Json:
        with self._asking:
            until, found = self._known.get(name, (0.0, {}))
            if until < time.monotonic():
                found = _json(address)
                self._known[name] = time.monotonic() + REMEMBERED_S, found
        return found


def _claims(settings: Settings) -> Claims:
    recruiter, role = settings.oidc_recruiter_claim, settings.oidc_role_claim
    return Claims.reading(recruiter, role, settings.oidc_roles or "")


def _json(address: str) -> Json:
    try:
        answer = requests.get(address, timeout=TIMEOUT_S)
        answer.raise_for_status()
        found = answer.json()
    except requests.RequestException as error:
        raise _away() from error
    if not isinstance(found, dict):
        raise _away()
    return found


def _secret() -> str:
    return secrets.token_urlsafe(48)


def _away() -> RefusedError:
    detail = "Your agency's sign-in does not answer. Nothing is lost: try again in a moment."
    return RefusedError(503, "You cannot sign in right now.", detail)


def _check(name: str, address: str) -> None:
    parts = urlsplit(address)
    good = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in HERE)
    if not parts.hostname or not good:
        variable = f"AFTERHIRE_{name.upper()}"
        raise MisconfiguredError(f"{variable}: expected an address like https://…, found {address!r}")
