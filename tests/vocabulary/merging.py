"""Two people who are merged and parted again, for tests of ingest."""

from datetime import date
from typing import Any

from vocabulary.inbox import Ingest, Json
from vocabulary.payloads import hire

from shared.envelope import Event, computed_id
from shared.facts import Fact
from shared.facts.outreach import OutreachClaimed, OutreachCompleted
from shared.log.protocol import Record

JOHN = {"first_name": "John", "email_addresses": [{"value": "john@example.com"}]}
Told = set[tuple[str, str]]


def two(ingest: Ingest) -> tuple[str, str]:
    """Candidates 1 (Jane) and 2 (John), known and followed; who they are."""
    ingest.take(hire(1, 10), hire(2, 20, candidate_says=JOHN))
    follow(ingest)
    jane, john = dict.fromkeys(event.subject for event in ingest.events())
    return jane, john


def follow(ingest: Ingest, *records: Record) -> None:
    """Until nothing is new."""
    ingest.follow(*records)
    while len(ingest.records()) > ingest.read_so_far:
        ingest.follow()


def join(ingest: Ingest, person: str, into: str) -> str:
    """Merged by hand, a minute later; the merge's id."""
    ingest.pass_minutes(1)
    assert ingest.http.post(f"/v1/people/{person}/merge", json={"into": into}).json()["new"]
    ingest.pass_minutes(1)
    return str(merges(ingest)[0]["merge"])


def merges(ingest: Ingest, state: str = "standing") -> list[Json]:
    return list(ingest.http.get("/v1/identity/merges", params={"state": state}).json()["merges"])


def undo(ingest: Ingest, merge_id: str) -> Json:
    answer = ingest.http.post(f"/v1/identity/merges/{merge_id}/undo")
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def waiting(ingest: Ingest) -> list[Json]:
    return list(ingest.http.get("/v1/identity/unassigned").json()["unassigned"])


def assign(ingest: Ingest, question: str, to: str) -> Any:  # noqa: ANN401 - a response
    return ingest.http.post(f"/v1/identity/unassigned/{question}/assign", json={"to": to})


def told(ingest: Ingest, person: str) -> Told:
    """What is known of somebody, but for who they became and that they became known."""
    left = {"person.absorbed", "person.registered"}
    return {
        (event.type, event.id)
        for event in ingest.events()
        if event.subject == person and event.type not in left
    }


def desk(ingest: Ingest, person: str, body: Fact, number: int) -> Record:
    """A word of the desk, at the present moment."""
    now = ingest.clock.now()
    return ingest.record(
        Event(
            id=computed_id("test", number),
            agency="demo",
            subject=person,
            source="desk",
            occurred="2026-03-10",
            recorded_at=now,
            body=body,
        )
    )


def done(task: int) -> OutreachCompleted:
    return OutreachCompleted(
        task=computed_id("task", task), version=2, by="ann", play="call", outcome="met", on=date(2026, 3, 9)
    )


def claimed(ingest: Ingest, task: int) -> OutreachClaimed:
    return OutreachClaimed(task=computed_id("task", task), version=1, by="ann", until=ingest.clock.now())


def note(ingest: Ingest, person: str, words: str) -> Json:
    said = [{"kind": "note", "words": words, "id": words}]
    return dict(ingest.http.post(f"/v1/people/{person}/facts", json=said).json())


def count(found: Told, type_: str) -> int:
    return sum(each == type_ for each, _ in found)


def notes(ingest: Ingest, person: str) -> list[str]:
    notes = (event for event in ingest.events("note.taken") if event.subject == person)
    return [str(getattr(event.body, "words", "")) for event in notes]
