"""An OpenID Connect provider on this machine: discovery, keys, codes with PKCE, and ID tokens it signs."""

import base64
import hashlib
import json
import secrets
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from time import time
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

CLIENT, SECRET = "afterhire", "the client's secret"
ANN = {"sub": "1", "email": "Ann@agency.example", "email_verified": True}


class IdentityProvider:
    """Knows one person at a time, and signs whoever comes in as them."""

    def __init__(self) -> None:
        self.person: dict[str, Any] = dict(ANN)
        self.changes: dict[str, Any] = {}
        """What ID tokens say otherwise than they should."""
        self.key = RSAKey.generate_key(2048, {"kid": "first", "use": "sig", "alg": "RS256"})
        self.published = [self.key]
        self.away = False
        self.asked: list[str] = []
        """The paths that were asked for."""
        self._codes: dict[str, dict[str, str]] = {}
        handler = type("Handler", (_Handler,), {"provider": self})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.issuer = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    def rotate(self) -> None:
        """Sign with another key from now on, and publish that one alone."""
        self.key = RSAKey.generate_key(2048, {"kid": secrets.token_hex(4), "use": "sig", "alg": "RS256"})
        self.published = [self.key]

    def about(self) -> dict[str, Any]:
        """What it says of itself."""
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "id_token_signing_alg_values_supported": ["RS256"],
        }

    def keys(self) -> Any:  # noqa: ANN401 - JSON
        """Its public keys."""
        return KeySet([*self.published]).as_dict(private=False)

    def authorize(self, query: dict[str, str]) -> str:
        """The address that a browser is sent back to."""
        assert (query["client_id"], query["response_type"]) == (CLIENT, "code")
        assert query["code_challenge_method"] == "S256"
        code = secrets.token_urlsafe(8)
        self._codes[code] = query
        return f"{query['redirect_uri']}?{urlencode({'code': code, 'state': query['state']})}"

    def token(self, form: dict[str, str], authorization: str) -> tuple[int, dict[str, Any]]:
        """The answer to a code, which is good once and for whoever knows the verifier and the secret."""
        query = self._codes.pop(form.get("code", ""), None)
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        shown = base64.b64decode(authorization.removeprefix("Basic ")).decode()
        if shown != f"{CLIENT}:{SECRET}":
            return 401, {"error": "invalid_client"}
        if not query or challenge != query["code_challenge"] or form["redirect_uri"] != query["redirect_uri"]:
            return 400, {"error": "invalid_grant", "error_description": "this code is not good"}
        return 200, {
            "access_token": "opaque",
            "token_type": "Bearer",
            "id_token": self._signed(query["nonce"]),
        }

    def _signed(self, nonce: str) -> str:
        now = int(time())
        said = {"iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": nonce}
        claims = {**said, **self.person, **self.changes}
        return jwt.encode({"alg": "RS256", "kid": str(self.key.kid)}, claims, self.key)


class _Handler(BaseHTTPRequestHandler):
    provider: IdentityProvider

    def do_GET(self) -> None:
        """Discovery, keys, and people who sign in."""
        parts = urlsplit(self.path)
        self.provider.asked.append(parts.path)
        if parts.path == "/authorize":
            where = self.provider.authorize({name: one for name, (one,) in parse_qs(parts.query).items()})
            self.send_response(302)
            self.send_header("Location", where)
            self.end_headers()
            return
        answers = {"/.well-known/openid-configuration": self.provider.about, "/keys": self.provider.keys}
        self._answer(503 if self.provider.away else 200, answers[parts.path]())

    def do_POST(self) -> None:
        """Codes."""
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        form = {name: one for name, (one,) in parse_qs(body).items()}
        status, answer = self.provider.token(form, self.headers.get("Authorization", ""))
        self._answer(503 if self.provider.away else status, answer)

    def _answer(self, status: int, content: object) -> None:
        body = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_said: object) -> None:
        """Say nothing."""
