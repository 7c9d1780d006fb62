"""Clients that do not give up: a request that failed is sent again as it was, until it is answered."""

import uuid
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Self

import httpx2
from e2e.installation import Installation
from e2e.traffic import File, Hook

from services.local.processes import wait_until
from shared.errors import UnavailableError

Json = dict[str, Any]
THREADS = 4
PATIENCE_S = 60.0
TIMEOUT_S = 10.0


@dataclass
class Answers:
    """What was promised to clients."""

    versions: set[str] = field(default_factory=set)
    """`person:event id` of each write that was acknowledged."""
    outcomes: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    """Requests answered with a problem that was not expected."""
    imports: list[str] = field(default_factory=list)
    completed: set[str] = field(default_factory=set)
    """Tasks whose completion was acknowledged."""
    twice: list[str] = field(default_factory=list)
    """Tasks that two recruiters hold; must stay empty."""
    retries: int = 0


class Client:
    """One connection; each request is repeated under the same key and with the same content."""

    def __init__(self, installation: Installation, answers: Answers) -> None:
        self._http = httpx2.Client(base_url=installation.address, timeout=TIMEOUT_S)
        self._secret = installation.environment["AFTERHIRE_GREENHOUSE_SECRET"]
        self._answers = answers

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._http.close()

    def ready(self) -> bool:
        """Whether the services answer now."""
        try:
            return self._http.get("/readyz").is_success
        except httpx2.TransportError:
            return False

    def hook(self, hook: Hook) -> None:
        """Deliver a web hook, as Greenhouse does: until it is taken."""
        headers = dict(hook.headers(self._secret))
        answer = self.ask("POST", "/v1/feeds/greenhouse/webhook", content=hook.payload, headers=headers)
        if not answer.is_success:
            self._answers.refused.append(f"{answer.status_code} {answer.text} for {hook.payload.decode()}")
            return
        found = answer.json()
        self._answers.outcomes.append(found["outcome"])
        if found.get("version"):
            self._answers.versions.add(found["version"])

    def file(self, file: File) -> str:
        """Upload a file; the id of its import."""
        files = {"file": (file.name, file.content)}
        form = {"exported_on": str(file.exported_on)}
        answer = self.ask("POST", f"/v1/feeds/{file.feed}/files", files=files, data=form)
        if not answer.is_success:
            self._answers.refused.append(f"{answer.status_code} {answer.text} for {file.name}")
            return ""
        begun = str(answer.json()["import"])
        self._answers.imports.append(begun)
        return begun

    def read(self, path: str, **query: str | int) -> Json:
        """A resource."""
        answer = self.ask("GET", path, params=query)
        answer.raise_for_status()
        return dict(answer.json())

    def verb(self, task: str, verb: str, **body: str) -> httpx2.Response:
        """A recruiter's verb under one Idempotency-Key, however often it has to be sent."""
        key = {"Idempotency-Key": str(uuid.uuid4())}
        answer = self.ask("POST", f"/v1/tasks/{task}/{verb}", json=body, headers=key)
        if answer.is_success:
            self._answers.versions.add(answer.json()["version"])
        elif answer.status_code not in (httpx2.codes.CONFLICT, httpx2.codes.NOT_FOUND):
            self._answers.refused.append(f"{answer.status_code} {answer.text} for {verb} of {task}")
        return answer

    def ask(self, method: str, path: str, **request: Any) -> httpx2.Response:  # noqa: ANN401 - passed on as it is
        """Send until there is an answer that is not the server's own failure."""
        answers: list[httpx2.Response] = []
        if not wait_until(lambda: self._try(answers, method, path, **request), PATIENCE_S):
            raise UnavailableError(f"{method} {path} was not answered within {PATIENCE_S:.0f} s")
        return answers[0]

    def _try(self, answers: list[httpx2.Response], method: str, path: str, **request: Any) -> bool:  # noqa: ANN401 - as above
        try:
            answer = self._http.request(method, path, **request)
        except httpx2.TransportError:
            self._answers.retries += 1
            return False
        if answer.is_server_error or _under_way(answer):
            self._answers.retries += 1
            return False
        answers.append(answer)
        return True


def _under_way(answer: httpx2.Response) -> bool:
    """Whether the same request, sent before, is still being carried out."""
    return answer.status_code == httpx2.codes.CONFLICT and answer.json()["type"] == "/v1/problems/under-way"


@contextmanager
def delivering(installation: Installation, answers: Answers, hooks: Iterable[Hook]) -> Iterator[None]:
    """Deliver web hooks beside the block, those of one person in their order; the end waits for all."""
    lanes: list[list[Hook]] = [[] for _ in range(THREADS)]
    for hook in hooks:
        lanes[hook.person % THREADS].append(hook)

    def deliver(lane: list[Hook]) -> None:
        with Client(installation, answers) as client:
            for hook in lane:
                client.hook(hook)

    with ThreadPoolExecutor(THREADS) as pool:
        sent = [pool.submit(deliver, lane) for lane in lanes]
        yield
        for each in sent:
            each.result()


def race(installation: Installation, answers: Answers, task: str) -> None:
    """Two recruiters claim a task at once; who got it completes it."""

    def claim(by: str) -> str | None:
        with Client(installation, answers) as client:
            return by if client.verb(task, "claim", by=by).is_success else None

    with ThreadPoolExecutor(2) as pool:
        holders = [by for by in pool.map(claim, ("ann@agency.example", "ben@agency.example")) if by]
    if len(holders) > 1:
        answers.twice.append(task)
    with Client(installation, answers) as client:
        for by in holders:
            if client.verb(task, "complete", by=by, outcome="replied", note="all well").is_success:
                answers.completed.add(task)


def open_tasks(client: Client, limit: int) -> list[str]:
    """Tasks that can be worked on."""
    found = client.read("/v1/tasks", state="open", limit=limit)["tasks"]
    return [str(each["task"]) for each in found]
