"""Many recruiters at one queue: they claim, finish, give back, go on or walk away, and do not give up."""

import asyncio
import uuid
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count
from random import Random
from typing import Any, NamedTuple

import httpx2

Json = dict[str, Any]
TIMEOUT_S = 10.0
BREATH_S = 0.1
"""So long somebody waits before they ask again; the end of the work ends the wait."""
AT_ONCE = 3
"""Tasks somebody takes from the queue at once, at most."""


class Told(NamedTuple):
    """What a recruiter was told they did."""

    by: str
    answer: Json


class Lost(NamedTuple):
    """What a recruiter was told when another was first."""

    task: str
    by: str
    problem: Json


@dataclass
class Crowd:
    """The recruiters, and what they were told."""

    addresses: Sequence[str]
    tasks: Sequence[str]
    size: int
    told: list[Told] = field(default_factory=list)
    lost: list[Lost] = field(default_factory=list)
    strange: list[str] = field(default_factory=list)
    """Answers that nobody should get."""
    done: set[str] = field(default_factory=set)
    again: int = 0
    """How often somebody asked again, having got no answer."""

    async def work(self) -> None:
        """Until every task is completed."""
        self._over = asyncio.Event()
        self._turns = count()
        limits = httpx2.Limits(max_connections=None)
        async with httpx2.AsyncClient(timeout=TIMEOUT_S, limits=limits) as self._http:
            await asyncio.gather(*map(self._recruiter, range(self.size)))

    async def _recruiter(self, number: int) -> None:
        chance = Random(number)  # noqa: S311 - repeatable, no secret
        by = f"r{number}@agency.example"
        while not self._over.is_set():
            taken = await self._take(by, chance)
            for task in taken:
                await self._deal(by, task, chance)
            if not taken:
                await self._breathe()

    async def _take(self, by: str, chance: Random) -> list[str]:
        """The best of the queue, or one that others want as well."""
        if chance.random() < 0.6:
            body = {"by": by, "count": chance.randint(1, AT_ONCE)}
            answer = await self._ask("/v1/tasks/claim", body)
            self.told += [Told(by, each) for each in answer["tasks"]]
            return [each["task"] for each in answer["tasks"]]
        task = chance.choice(self.tasks)
        return [task] if task not in self.done and await self._verb(by, task, "claim") else []

    async def _deal(self, by: str, task: str, chance: Random) -> None:
        what = chance.random()
        if what < 0.15:
            return  # walks away: the lease runs out
        if what < 0.3:
            await self._verb(by, task, "release")
            return
        if what < 0.5:
            await self._verb(by, task, "extend")
        if await self._verb(by, task, "complete", outcome="sent"):
            self.done.add(task)
            if len(self.done) == len(self.tasks):
                self._over.set()

    async def _verb(self, by: str, task: str, verb: str, **body: str) -> bool:
        answer = await self._ask(f"/v1/tasks/{task}/{verb}", {"by": by, **body})
        if "version" in answer:
            self.told.append(Told(by, answer))
            return True
        self.lost.append(Lost(task, by, answer))
        return False

    async def _ask(self, path: str, body: Json) -> Json:
        """The answer, or the problem; asked under one key until there is one."""
        key = {"Idempotency-Key": f'"{uuid.uuid4()}"'}
        while (found := await self._try(path, body, key)) is None:
            self.again += 1
            await self._breathe()
        if not found.is_success and found.status_code != httpx2.codes.CONFLICT:
            self.strange.append(f"{found.status_code} {found.text} for {path}")
        return dict(found.json())

    def _missed(self, answer: httpx2.Response) -> bool:
        """Whether it is no answer yet: the same request may be sent again."""
        if answer.status_code == httpx2.codes.INTERNAL_SERVER_ERROR:
            self.strange.append(answer.text)
        return answer.is_server_error or answer.json().get("type") == "under-way"

    async def _try(self, path: str, body: Json, headers: Json) -> httpx2.Response | None:
        address = self.addresses[next(self._turns) % len(self.addresses)]
        try:
            answer = await self._http.post(address + path, json=body, headers=headers)
        except httpx2.TransportError:
            return None
        return None if self._missed(answer) else answer

    async def _breathe(self) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._over.wait(), BREATH_S)
