"""GET /v1/tasks/stream."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import aclosing
from dataclasses import replace

from vocabulary.installation import JANE, TASK, Installation, claimed, planned

from services.query.api.listening import MOST_AT_ONCE, Listener
from services.query.api.streams import listener
from services.query.changes import ChangePlace, Changes
from services.query.queue import Queue, Wanted
from shared.cursor import place_of
from shared.facts.people import PersonErased


def fields(event: bytes) -> dict[str, str]:
    """An event as its fields."""
    lines = event.decode().strip().split("\n")
    return {name: said for name, _, said in (line.partition(": ") for line in lines)}


def eager(here: Installation) -> Listener:
    return replace(listener(Changes(Queue(here.store)), Wanted()), pause_s=0.01, quiet_s=0.02)


async def next_of(events: AsyncIterator[bytes]) -> dict[str, str]:
    """The next event that is no comment."""
    while not (found := await anext(events)).startswith(b"event"):
        pass
    return fields(found)


def test_a_change_is_told_while_somebody_listens(here: Installation) -> None:
    """As the listing has it; and somebody who was away hears what they missed."""

    async def listened() -> list[dict[str, str]]:
        async with aclosing(eager(here).events(None)) as events:
            ready = await next_of(events)
            told = []
            for body in (planned(), claimed(1)):
                await asyncio.to_thread(here.project, body)
                told.append(await next_of(events))
        await asyncio.to_thread(here.project, PersonErased(reason="asked for it"))
        last = place_of(told[-1]["id"], ChangePlace)
        async with aclosing(eager(here).events(last)) as again:
            assert (await next_of(again))["id"] == told[-1]["id"]
            return [ready, *told, await next_of(again)]

    ready, opened, taken, left = asyncio.run(listened())
    assert [one["event"] for one in (ready, opened, taken, left)] == ["ready", "task", "task", "person.left"]
    assert (json.loads(opened["data"])["state"], json.loads(taken["data"])["state"]) == ("open", "claimed")
    assert json.loads(taken["data"])["task"] == TASK
    assert json.loads(left["data"]) == {"person": JANE, "into": None}


def test_a_quiet_line_says_that_it_is_open(here: Installation) -> None:
    """With a comment, which no listener takes for an event."""

    async def quiet() -> bytes:
        async with aclosing(eager(here).events(None)) as events:
            await anext(events)
            return await anext(events)

    assert asyncio.run(quiet()).startswith(b":")


def test_a_broken_id_is_the_callers_mistake(here: Installation) -> None:
    """It takes no place from others."""
    client = here.client()
    for _ in range(MOST_AT_ONCE + 1):
        answer = client.get("/v1/tasks/stream", headers={"Last-Event-ID": "7"})
        assert (answer.status_code, answer.json()["type"]) == (400, "/v1/problems/broken-cursor")
