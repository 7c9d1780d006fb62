"""Speaks to the HTTP API."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Self

import httpx2

from shared.errors import MisconfiguredError, NotFoundError, UnavailableError, UnreadableError
from shared.settings import Settings

Json = dict[str, Any]
TIMEOUT_S = 30.0
OF_FILES_S = 300.0
"""A large workbook is checked whole, and a dry run reads all of a file, before it is answered."""


class Client:
    """The API of one installation; each method raises what the API's problem asks for, in its words."""

    def __init__(
        self, settings: Settings, http: httpx2.Client | None = None, *, patience_s: float = TIMEOUT_S
    ) -> None:
        token = settings.api_token
        headers = {"Authorization": f"Bearer {token.get_secret_value()}"} if token else {}
        self.address = f"http://{settings.host}:{settings.port}"
        self._http = http or httpx2.Client(base_url=self.address, headers=headers, timeout=patience_s)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._http.close()

    def get(self, path: str, **query: str | int | Sequence[str] | None) -> Json:
        """Read a resource."""
        asked = {name: value for name, value in query.items() if value is not None}
        return self._answered("GET", path, params=asked)

    def post(self, path: str, body: Json) -> Json:
        """Carry out a verb."""
        return self._answered("POST", path, json=body)

    def put(self, path: str, body: bytes, headers: dict[str, str]) -> Json:
        """Replace a resource by a raw document."""
        return self._answered("PUT", path, content=body, headers=headers)

    def delete(self, path: str) -> Json:
        """Take a resource away; what is answered, if anything."""
        return self._answered("DELETE", path)

    def send(self, path: str, body: bytes, headers: dict[str, str]) -> Json:
        """Send a raw payload, as a vendor would."""
        return self._answered("POST", path, content=body, headers=headers)

    def upload(self, path: str, file: Path, form: dict[str, str] | None = None) -> Json:
        """Send a file."""
        with file.open("rb") as content:
            return self._answered("POST", path, files={"file": (file.name, content)}, data=form or {})

    def _answered(self, method: str, path: str, **request: Any) -> Json:  # noqa: ANN401 - passed on as it is
        try:
            answer = self._http.request(method, path, **request)
        except httpx2.TransportError as error:
            raise UnavailableError(
                f"nothing answers at {self.address}: start Afterhire with `afterhire up`, or set "
                "AFTERHIRE_HOST and AFTERHIRE_PORT to where it listens"
            ) from error
        if answer.is_success:
            return dict(answer.json()) if answer.content else {}
        raise _refused(answer)


def _refused(answer: httpx2.Response) -> Exception:
    try:
        problem = answer.json()
    except ValueError:
        problem = {}
    said = (
        problem.get("detail") or problem.get("title") or f"the API answered with status {answer.status_code}"
    )
    if answer.status_code in (httpx2.codes.UNAUTHORIZED, httpx2.codes.FORBIDDEN):
        return MisconfiguredError(f"{said} Set AFTERHIRE_API_TOKEN to a token that may.")
    if answer.status_code == httpx2.codes.NOT_FOUND:
        return NotFoundError(said)
    return UnavailableError(said) if answer.is_server_error else UnreadableError(said)
