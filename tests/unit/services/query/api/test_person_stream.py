"""GET /v1/people/{person}/stream."""

import asyncio
import json
from collections.abc import Sequence
from contextlib import aclosing
from dataclasses import replace
from uuid import UUID

from vocabulary.installation import JANE, JOHN, Installation, claimed, planned

from services.query.api.person_stream import listener
from services.query.changes import ChangePlace, Changes
from services.query.queue import Queue
from shared.cursor import place_of
from shared.facts import Fact
from shared.facts.heard import NoteTaken
from shared.facts.people import PersonAbsorbed, PersonErased, PersonRegistered

NOTE = NoteTaken(feed="desk", by="ann@agency.example", words="likes tea")


def told(here: Installation, since: str | None, *bodies: Fact, until: int) -> list[dict[str, str]]:
    """What a listener from there is told while these facts come, up to so many events or the end."""

    async def listened() -> list[dict[str, str]]:
        eager = replace(listener(Changes(Queue(here.store)), JANE), pause_s=0.01)
        place = place_of(since, ChangePlace) if since else None
        found = list[dict[str, str]]()
        async with aclosing(eager.events(place)) as events:
            async for event in events:
                if not found:
                    for body in bodies:
                        await asyncio.to_thread(here.project, body)
                found.append(dict(line.split(": ", 1) for line in event.decode().strip().split("\n")))
                if len(found) == until:
                    break
        return found

    return asyncio.run(listened())


def kinds(events: Sequence[dict[str, str]]) -> list[str]:
    """Of entries their type, of other events their name."""
    return [json.loads(one["data"])["type"] if one["event"] == "entry" else one["event"] for one in events]


def test_what_happens_to_a_person_is_told_as_the_timeline_has_it(here: Installation) -> None:
    """Each entry once, and their tasks as they stand; of nobody else."""
    here.project(PersonRegistered(feed="ats"))
    here.project(NOTE, planned("00000000-0000-0000-0000-000000000009"), person=JOHN)
    found = told(here, None, NOTE, planned(), claimed(1), until=5)
    assert kinds(found[:2]) == ["ready", "note.taken"]
    assert sorted(kinds(found[2:])) == ["outreach.claimed", "task", "task.planned"]
    entries = here.client().get(f"/v1/people/{JANE}/timeline").json()["entries"]
    assert json.loads(found[1]["data"]) in entries


def test_a_page_misses_nothing_between_its_answer_and_its_stream(here: Installation) -> None:
    """The answer says where to begin to listen; so does the list of tasks."""
    here.project(PersonRegistered(feed="ats"))
    client = here.client()
    position = client.get(f"/v1/people/{JANE}").json()["position"]
    assert client.get("/v1/tasks").json()["position"] == position
    here.project(NOTE)
    found = told(here, position, until=2)
    assert kinds(found) == ["ready", "note.taken"]
    assert found[0]["id"] == position
    assert kinds(told(here, found[1]["id"], NOTE, until=2)) == ["ready", "note.taken"]


def test_it_ends_with_who_left(here: Installation) -> None:
    """Who comes back is led to whom they were merged into, from where they stopped, or told: erased."""
    here.project(PersonRegistered(feed="ats"))
    here.project(PersonRegistered(feed="ats"), person=JOHN)
    found = told(here, None, PersonAbsorbed(into=JOHN, merge="m"), NOTE, until=9)
    assert kinds(found) == ["ready", "person.left"]
    answer = here.client().get(f"/v1/people/{JANE}/stream", params={"since": found[1]["id"]})
    assert answer.status_code == 307
    assert answer.headers["location"] == f"/v1/people/{JOHN}/stream?since={found[1]['id']}"
    here.project(PersonErased(reason="asked for it"))
    assert here.client().get(f"/v1/people/{JANE}/stream").status_code == 410


def test_a_place_of_another_person_loses_nothing(here: Installation) -> None:
    """Who was led here by a merge may have stopped behind this person within the same transaction."""
    here.project(PersonRegistered(feed="ats"))
    changes = Changes(Queue(here.store))
    (one,) = changes.of_person(JANE, ChangePlace(0), 9)
    behind = ChangePlace(one.place.transaction, UUID(JOHN))
    assert behind > one.place
    assert [change.place for change in changes.of_person(JANE, behind, 9)] == [one.place]


def test_nobody_is_no_stream(here: Installation) -> None:
    """Of whom nothing is known nothing is listened to; a broken place is the caller's mistake."""
    client = here.client()
    assert client.get(f"/v1/people/{JANE}/stream").status_code == 404
    here.project(PersonRegistered(feed="ats"))
    broken = client.get(f"/v1/people/{JANE}/stream", params={"since": "7"})
    assert (broken.status_code, broken.json()["type"]) == (400, "/v1/problems/broken-cursor")
