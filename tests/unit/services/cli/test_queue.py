"""What the first page of `afterhire up` finds in the queue, and what it does there."""

import json
from datetime import date, timedelta
from typing import Any

import httpx2
import pytest

from services.cli import queue, sample
from services.cli.client import Client
from services.rules.plays import PLAYS
from shared import demo
from shared.settings import Settings

Json = dict[str, Any]
TODAY = date(2026, 3, 10)
PLAY, ASK = "share_a_resource", "ask_for_a_review"


class Desk:
    """Answers as the API does where there are these tasks, and writes down the verbs."""

    def __init__(self, *tasks: Json, knows: bool = True) -> None:
        self.tasks = {str(number): {"task": str(number), **task} for number, task in enumerate(tasks)}
        self.verbs: list[str] = []
        self.keys: set[str] = set()
        self._knows = knows
        self.client = Client(
            Settings(),
            httpx2.Client(base_url="http://test.example", transport=httpx2.MockTransport(self._answer)),
        )

    def _answer(self, request: httpx2.Request) -> httpx2.Response:
        path = request.url.path
        if path.endswith("/person"):
            return httpx2.Response(200, json={"person": "p"})
        if request.method == "POST":
            return self._do(request)
        if path == "/v1/tasks":
            return httpx2.Response(200, json={"tasks": self._listed(request.url.params)})
        return httpx2.Response(200, json=self.tasks[path.rpartition("/")[2]])

    def _listed(self, asked: httpx2.QueryParams) -> list[Json]:
        states = asked.get_list("state") or (["open", "claimed"] if "due" in asked else [])
        of_play = [task for task in self.tasks.values() if asked.get("play", task["play"]) == task["play"]]
        return [task for task in of_play if states == ["any"] or task["state"] in states]

    def _do(self, request: httpx2.Request) -> httpx2.Response:
        if not self._knows:
            return httpx2.Response(404, json={"detail": "There is no task."})
        task, verb = request.url.path.split("/")[-2:]
        self.verbs.append(f"{verb} {task} by {json.loads(request.content)['by']}")
        self.keys.add(request.headers["Idempotency-Key"])
        return httpx2.Response(200, json={})


def task(play: str, state: str, opens_in: int = 0) -> Json:
    return {"play": play, "state": state, "opens_on": str(TODAY + timedelta(days=opens_in))}


def deed() -> demo.Deed:
    (found,) = (deed for known in demo.people(TODAY) for deed in known.done)
    return found


def test_a_deed_waits_for_its_task() -> None:
    """Nothing is done where there is none yet, or the desk has not heard of it."""
    for desk in (Desk(), Desk(task(deed().play, "open"), knows=False)):
        assert not sample.act(desk.client, TODAY)
        assert desk.verbs == []


def test_a_deed_is_done_as_a_recruiter_would() -> None:
    """Claimed, then completed, each under a key of its own; it is over once the queue says so."""
    desk = Desk(task(deed().play, "open"))
    assert not sample.act(desk.client, TODAY)
    assert desk.verbs == [f"{verb} 0 by {deed().by}" for verb in ("claim", "complete")]
    assert len(desk.keys) == 2


@pytest.mark.parametrize("state", ["completed", "dismissed", "expired", "snoozed"])
def test_what_somebody_dealt_with_is_left_as_it_is(state: str) -> None:
    """A second start changes nothing."""
    desk = Desk(task(deed().play, state))
    assert sample.act(desk.client, TODAY)
    assert desk.verbs == []


def test_a_play_is_absent_until_a_task_of_it_was_due() -> None:
    """One that lies ahead or is held back does not count, one that was dealt with does; of an ask both do."""
    ahead, held = task(PLAY, "planned", 3), task(PLAY, "held_back")
    assert queue.absent(Desk(ahead, held).client, PLAYS) == list(PLAYS)
    assert PLAY not in queue.absent(Desk(task(PLAY, "completed")).client, PLAYS)
    assert PLAY not in queue.absent(Desk(task(PLAY, "open")).client, PLAYS)
    assert ASK not in queue.absent(Desk(task(ASK, "held_back")).client, PLAYS)


def test_of_what_is_held_back_only_that_of_today_is_shown() -> None:
    """What lies ahead may have found its place by then."""
    desk = Desk(task(ASK, "held_back"), task(PLAY, "held_back", 1), task(PLAY, "open"))
    assert [each["task"] for each in queue.held_back(desk.client, TODAY)] == ["0"]
