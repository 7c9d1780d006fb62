"""The other services' HTTP APIs, as the console asks them."""

from collections.abc import AsyncIterator, Awaitable, Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Literal, Self
from uuid import uuid4

import httpx2

from services.console.who import WITH
from services.console.words import moment
from shared.settings import Settings

Json = dict[str, Any]
Service = Literal["ingest", "desk", "query", "rules", "access"]
SERVICES: tuple[Service, ...] = ("ingest", "desk", "query", "rules", "access")
TIMEOUT_S = 30.0


class RefusedError(Exception):
    """A service answered with a problem (RFC 9457), or did not answer: `status` is 503 then."""

    def __init__(self, status: int, title: str, detail: str, type_: str = "about:blank") -> None:
        super().__init__(detail)
        self.status = status
        self.title = title
        self.detail = detail
        self.type = type_


@dataclass(frozen=True)
class Services:
    """One client for each service; every method raises `RefusedError` in the service's own words."""

    clients: Mapping[Service, httpx2.AsyncClient]

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """Where the settings say that they listen."""
        usual, token = f"http://{settings.host}:{settings.port}", settings.api_token
        headers = {"Authorization": f"Bearer {token.get_secret_value()}"} if token else {}
        return cls(
            {
                name: httpx2.AsyncClient(
                    base_url=getattr(settings, f"{name}_url") or usual,
                    headers=headers,
                    timeout=TIMEOUT_S,
                    follow_redirects=True,
                )
                for name in SERVICES
            }
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for client in self.clients.values():
            await client.aclose()

    async def get(self, service: Service, path: str, **asked: object) -> Json:
        """Read a resource."""
        params = {name.rstrip("_"): value for name, value in asked.items() if value is not None}
        return await self._answer(service, "GET", path, params=params)

    async def post(self, service: Service, path: str, body: object, *, etag: str | None = None) -> Json:
        """Carry out a verb, under a key of its own; with `etag` only on the state that was seen."""
        headers = {"Idempotency-Key": f'"{uuid4()}"'}
        if etag:
            headers["If-Match"] = f'"{etag}"'
        return await self._answer(service, "POST", path, json=body, headers=headers)

    async def send(self, service: Service, method: str, path: str, content: bytes, type_: str) -> Json:
        """Send a document as it stands."""
        return await self._answer(service, method, path, content=content, headers={"Content-Type": type_})

    async def delete(self, service: Service, path: str) -> None:
        """Take a resource away."""
        await self._asked(service, "DELETE", path)

    async def stream(self, path: str, body: AsyncIterator[bytes], type_: str) -> Json:
        """Hand a form with a file on to ingest, piece by piece."""
        return await self._answer("ingest", "POST", path, content=body, headers={"Content-Type": type_})

    async def deliver(self, path: str, content: bytes, headers: Mapping[str, str]) -> Json:
        """Send a raw payload to ingest, as a vendor would."""
        return await self._answer("ingest", "POST", path, content=content, headers=headers)

    async def upload(self, path: str, name: str, content: bytes, **form: str) -> Json:
        """Send a file to ingest."""
        return await self._answer("ingest", "POST", path, files={"file": (name, content)}, data=form)

    async def read(self, service: Service, path: str) -> str:
        """Read a page."""
        return (await self._asked(service, "GET", path)).text

    async def lines(self, service: Service, path: str, since: str | None = None) -> AsyncIterator[str]:
        """The lines of an answer without end, as they come; of server-sent events those after a position."""
        params = {"since": since} if since else {}
        try:
            async with self.clients[service].stream("GET", path, params=params, headers=_own({})) as answer:
                if not answer.is_success:
                    await answer.aread()
                    raise _refused(answer)
                async for line in answer.aiter_lines():
                    yield line
        except httpx2.TransportError as error:
            raise _away(service) from error

    async def _answer(self, service: Service, method: str, path: str, **request: Any) -> Json:  # noqa: ANN401 - passed on
        found = (await self._asked(service, method, path, **request)).json()
        return {"list": found} if isinstance(found, list) else dict(found)

    async def _asked(self, service: Service, method: str, path: str, **request: Any) -> httpx2.Response:  # noqa: ANN401 - passed on
        request["headers"] = _own(request.get("headers", {}))
        try:
            answer = await self.clients[service].request(method, path, **request)
        except httpx2.TransportError as error:
            raise _away(service) from error
        if answer.is_success:
            return answer
        raise _refused(answer)


def _own(headers: Mapping[str, str]) -> dict[str, str]:
    """With the token of whoever is answered, where they have one of their own."""
    own = WITH.get()
    return {**headers, "Authorization": f"Bearer {own}"} if own else dict(headers)


def _away(service: Service) -> RefusedError:
    detail = f"The service {service} does not answer. Nothing is lost: try again in a moment."
    return RefusedError(503, "A part of Afterhire is away.", detail)


def _refused(answer: httpx2.Response) -> RefusedError:
    try:
        problem = answer.json()
    except ValueError:
        problem = {}
    title = problem.get("title") or f"The answer was {answer.status_code}."
    if problem.get("errors"):
        title = "Something in the form is not right."
    return RefusedError(
        answer.status_code, title, _detail(problem) or title, problem.get("type", "about:blank")
    )


def _detail(problem: Json) -> str:
    """In words for whoever filled in a form, who knows a field by its name and not by its place."""
    if problem.get("holder") and problem.get("until"):
        return f"{problem['holder']} holds the task until {moment(problem['until'])}."
    if errors := problem.get("errors"):
        return "; ".join(f"{each['field'].rpartition('.')[2]}: {each['reason']}" for each in errors)
    return str(problem.get("detail") or problem.get("reason") or "")


async def or_none(answer: Awaitable[Json]) -> Json | None:
    """What a page can do without."""
    try:
        return await answer
    except RefusedError:
        return None
