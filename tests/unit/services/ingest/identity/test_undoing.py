"""A merge is undone: both are as they were, with what happened since on the right side or in review."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import date
from typing import Any

import pytest
from vocabulary.backup import Backup
from vocabulary.inbox import Ingest, Json, Stopped, stop_at
from vocabulary.payloads import deletion, hire, merge

from services.ingest.identity import undoing
from services.ingest.tables import metadata
from shared.database import transaction
from shared.envelope import Event, computed_id
from shared.facts import Fact
from shared.facts.outreach import OutreachClaimed, OutreachCompleted
from shared.log.protocol import Record

JOHN = {"first_name": "John", "email_addresses": [{"value": "john@example.com"}]}
MARY = {"first_name": "Mary", "email_addresses": [{"value": "mary@example.com"}]}
NOBODY = "00000000-0000-4000-8000-000000000000"
Told = set[tuple[str, str]]


@pytest.fixture
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


def test_both_are_as_they_were(ingest: Ingest, two: tuple[str, str]) -> None:
    """Under new ids, to which the old ones lead; nothing of the one is told of the other."""
    jane, john = two
    before = told(ingest, jane), told(ingest, john)
    joined = join(ingest, john, jane)
    follow(ingest)
    undone = undo(ingest, joined)
    follow(ingest)
    assert (told(ingest, undone["into"]), told(ingest, undone["person"])) == before
    assert {undone["into"], undone["person"]}.isdisjoint(two)
    last = {event.subject: event.body for event in ingest.events("person.absorbed")}
    assert [getattr(last[each], "into", "") for each in two] == [undone["into"], undone["person"]]
    assert waiting(ingest) == []
    assert [each["merge"] for each in merges(ingest, "undone")] == [joined]
    assert merges(ingest) == []


@pytest.mark.parametrize("by", ["hand", "feed"])
def test_what_feeds_said_since_is_on_its_side(ingest: Ingest, two: tuple[str, str], by: str) -> None:
    """By the keys of each record, while the two were one and afterwards."""
    jane, john = two
    if by == "hand":
        joined = join(ingest, john, jane)
    else:
        ingest.take(merge(2, into=1))
        joined = merges(ingest)[0]["merge"]
    ingest.take(hire(1, 11), hire(2, 21, candidate_says=JOHN))
    follow(ingest)
    undone = undo(ingest, joined)
    ingest.take(hire(1, 12), hire(2, 22, candidate_says=JOHN))
    follow(ingest)
    started = {
        person: [event.id for event in ingest.events("placement.started") if event.subject == person]
        for person in (undone["into"], undone["person"])
    }
    assert [len(set(each)) for each in started.values()] == [3, 3]
    assert set(started[undone["into"]]).isdisjoint(started[undone["person"]])
    assert waiting(ingest) == []


def test_what_the_feed_went_on_saying_is_heard_anew(ingest: Ingest, two: tuple[str, str]) -> None:
    """What the one inherited of the other is dropped: the next word of the feed tells all of it."""
    assert two
    ingest.take(hire(2, 20, candidate_says=JOHN | {"can_email": False}), merge(2, into=1))
    follow(ingest)
    ingest.take(hire(1, 10, candidate_says={"can_email": False}))
    follow(ingest)
    assert len({event.id for event in ingest.events("consent.withdrawn")}) == 1, "John's is known of both"
    undone = undo(ingest, merges(ingest)[0]["merge"])
    ingest.take(hire(1, 12, candidate_says={"can_email": False}))
    follow(ingest)
    assert [_count(told(ingest, undone[each]), "consent.withdrawn") for each in ("into", "person")] == [1, 1]


def test_what_was_told_by_name_since_waits_for_a_word(ingest: Ingest, two: tuple[str, str]) -> None:
    """A note, and a task with all that was done with it; a mere claim is nothing to ask about."""
    jane, john = two
    note(ingest, jane, "before")
    note(ingest, john, "john before")
    joined = join(ingest, john, jane)
    note(ingest, jane, "since")
    follow(ingest, desk(ingest, jane, claimed(ingest, 1), 1), desk(ingest, jane, done(1), 2))
    follow(ingest, desk(ingest, jane, claimed(ingest, 2), 3))
    foreseen = ingest.http.get(f"/v1/identity/merges/{joined}").json()
    assert (foreseen["waits"], foreseen["anew"]) == (2, 2)
    undone = undo(ingest, joined)
    follow(ingest)
    questions = {each["facts"][-1]["type"]: each for each in waiting(ingest)}
    assert set(questions) == {"note.taken", "outreach.completed"}
    task = questions["outreach.completed"]
    assert [fact["type"] for fact in task["facts"]] == ["outreach.claimed", "outreach.completed"]
    assert questions["note.taken"]["facts"][0]["says"]["words"] == "since"
    assert set(task["between"]) == {undone["into"], undone["person"]}
    assert _notes(ingest, undone["into"]) == ["before"]
    assert _notes(ingest, undone["person"]) == ["john before"]


def test_assigned_it_is_told_of_one_of_the_two(ingest: Ingest, two: tuple[str, str]) -> None:
    """Once; not of the other as well; with what comes late of the same task."""
    jane, john = two
    joined = join(ingest, john, jane)
    follow(ingest, desk(ingest, jane, done(1), 1))
    undone = undo(ingest, joined)
    follow(ingest)
    (question,) = waiting(ingest)
    assert assign(ingest, question["id"], NOBODY).status_code == 422
    assert assign(ingest, NOBODY, jane).status_code == 404
    answers = [assign(ingest, question["id"], each) for each in (john, undone["person"])]
    assert [each.status_code for each in answers] == [200, 200]
    assert answers[0].json() == answers[1].json()
    assert answers[0].json()["version"] == f"{undone['person']}:{computed_id('test', 1)}"
    assert assign(ingest, question["id"], jane).status_code == 409
    follow(ingest, desk(ingest, jane, done(1), 2))
    assert waiting(ingest) == []
    completed = [event.id for event in ingest.events("outreach.completed") if event.forwarded_by]
    assert completed == [computed_id("test", 1), computed_id("test", 2)]
    assert {each for each in told(ingest, undone["into"]) if each[0] == "outreach.completed"} == set()


def test_what_comes_late_is_treated_alike(ingest: Ingest, two: tuple[str, str]) -> None:
    """Of who was absorbed it is theirs; of who went on it may be of either; by the API it is who is named."""
    jane, john = two
    joined = join(ingest, john, jane)
    follow(ingest)
    undone = undo(ingest, joined)
    follow(ingest, desk(ingest, john, done(1), 1), desk(ingest, jane, done(2), 2))
    assert ("outreach.completed", computed_id("test", 1)) in told(ingest, undone["person"])
    assert [each["facts"][0]["event"] for each in waiting(ingest)] == [computed_id("test", 2)]
    assert note(ingest, jane, "now")["person"] == undone["into"]
    assert note(ingest, john, "now too")["person"] == undone["person"]


def test_who_is_told_of_by_an_absorbed_id_is_meant(ingest: Ingest, two: tuple[str, str]) -> None:
    """It is the survivor's while the two are one, and theirs again afterwards."""
    jane, john = two
    joined = join(ingest, john, jane)
    follow(ingest)
    assert note(ingest, john, "of John")["person"] == jane
    follow(ingest)
    assert _notes(ingest, jane) == ["of John"]
    undone = undo(ingest, joined)
    follow(ingest)
    assert (_notes(ingest, undone["person"]), _notes(ingest, undone["into"])) == (["of John"], [])


def test_said_again_it_changes_nothing(ingest: Ingest, two: tuple[str, str]) -> None:
    """Nor do two at once; 404 for no merge."""
    joined = join(ingest, two[1], two[0])
    follow(ingest)
    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(lambda _: undo(ingest, joined), range(2))
    assert {first["new"], second["new"]} == {True, False}
    assert (first["person"], first["into"]) == (second["person"], second["into"])
    before = len(ingest.records())
    assert undo(ingest, joined) == (second if first["new"] else first)
    assert len(ingest.records()) == before
    assert ingest.http.post(f"/v1/identity/merges/{NOBODY}/undo").status_code == 404


def test_the_feed_saying_it_again_merges_nobody(ingest: Ingest, two: tuple[str, str]) -> None:
    """The denial is remembered; only a person can say that they are one after all."""
    assert two
    ingest.take(merge(2, into=1))
    follow(ingest)
    undone = undo(ingest, merges(ingest)[0]["merge"])
    follow(ingest)
    assert ingest.states(merge(2, into=1) | {"again": 1}) == ["known"]
    ingest.work()
    assert merges(ingest) == []
    denied = ingest.http.get("/v1/identity/reviews", params={"state": "denied"}).json()["reviews"]
    pairs = [{each["person"]["person"], each["other"]["person"]} for each in denied]
    assert {undone["person"], undone["into"]} in pairs
    assert ingest.states(deletion(2)) == ["new"], "the record stands on its own again"


def test_merged_again_everything_is_of_both(ingest: Ingest, two: tuple[str, str]) -> None:
    """Also what still waited: it is asked about no more. And undone once more."""
    jane, john = two
    joined = join(ingest, john, jane)
    follow(ingest, desk(ingest, jane, done(1), 1))
    whole = told(ingest, jane)
    undone = undo(ingest, joined)
    follow(ingest)
    assert len(waiting(ingest)) == 1
    again = join(ingest, undone["person"], undone["into"])
    follow(ingest)
    assert waiting(ingest) == []
    assert told(ingest, undone["into"]) == whole | {("outreach.completed", computed_id("test", 1))}
    once_more = undo(ingest, again)
    follow(ingest)
    assert len(told(ingest, once_more["person"])) == len(told(ingest, undone["person"]))
    assert len(waiting(ingest)) == 1


def test_the_middle_of_a_chain_is_undone(ingest: Ingest, two: tuple[str, str]) -> None:
    """Mary into John into Jane, and Mary was not John: Jane and John stay one, without Mary."""
    jane, john = two
    ingest.take(hire(3, 30, candidate_says=MARY))
    follow(ingest)
    mary = ingest.events("placement.started")[-1].subject
    alone = {person: told(ingest, person) for person in (jane, john, mary)}
    first = join(ingest, mary, john)
    note(ingest, john, "Mary or John")
    follow(ingest)
    join(ingest, john, jane)
    note(ingest, jane, "any")
    ingest.take(hire(3, 31, candidate_says=MARY))
    follow(ingest)
    undone = undo(ingest, first)
    follow(ingest)
    survivor = ingest.http.get("/v1/feeds/greenhouse/person", params={"id": "1"}).json()["person"]
    assert told(ingest, survivor) == alone[jane] | alone[john]
    assert alone[mary] < told(ingest, undone["person"])
    assert len([each for each in told(ingest, undone["person"]) if each[0] == "placement.started"]) == 2
    assert [each["person"]["person"] for each in merges(ingest)] == [undone["into"]]
    asked = {each["facts"][0]["says"]["words"]: each for each in waiting(ingest)}
    assert {words: set(each["between"]) for words, each in asked.items()} == {
        "Mary or John": {survivor, undone["person"]},
        "any": {survivor, undone["person"]},
    }
    assign(ingest, asked["Mary or John"]["id"], survivor)
    assign(ingest, asked["any"]["id"], undone["person"])
    follow(ingest)
    assert (_notes(ingest, survivor), _notes(ingest, undone["person"])) == (["Mary or John"], ["any"])


def test_undone_before_it_was_forwarded(ingest: Ingest, two: tuple[str, str]) -> None:
    """The forwarder meets merge and undoing together, and some copies late."""
    jane, john = two
    before = told(ingest, jane), told(ingest, john)
    undone = undo(ingest, join(ingest, john, jane))
    follow(ingest)
    assert (told(ingest, undone["into"]), told(ingest, undone["person"])) == before
    assert told(ingest, jane) == before[0]


def test_erasing_one_leaves_the_other(ingest: Ingest, two: tuple[str, str]) -> None:
    """What they were together goes: nothing of the one can be read under the other's key."""
    jane, john = two
    note(ingest, jane, "of Jane")
    joined = join(ingest, john, jane)
    note(ingest, jane, "of either")
    follow(ingest)
    undone = undo(ingest, joined)
    ingest.take(deletion(2))
    follow(ingest)
    gone = {event.subject for event in ingest.events("person.erased")}
    assert gone == {john, undone["person"]}
    open_ = {event.subject for event in ingest.events("person.profiled") if event.opened}
    assert open_ == {undone["into"]}
    assert _notes(ingest, undone["into"]) == ["of Jane"]
    assert waiting(ingest) == []
    ingest.take(hire(1, 11))
    assert ingest.events("placement.started")[-1].subject == undone["into"]
    assert ingest.http.post(f"/v1/identity/merges/{joined}/undo").status_code == 200


def test_who_was_erased_is_not_brought_back(ingest: Ingest, two: tuple[str, str]) -> None:
    """410."""
    joined = join(ingest, two[1], two[0])
    ingest.take(deletion(1))
    assert ingest.http.post(f"/v1/identity/merges/{joined}/undo").status_code in {404, 410}


def state(ingest: Ingest) -> dict[str, list[Any]]:
    """Who is who, as it stands in the database."""
    asked = {
        "absorbed": 'person, "into", merge, undoes, other, since',
        "identity_keys": "key, person, standing",
        "merges": 'id, person, "into", undone_at',
        "unassigned": 'person, thing, "to"',
        "snapshots": "person, feed, thing",
    }
    return {
        table: ingest.scalar(
            f"SELECT json_agg(one ORDER BY one::text) FROM (SELECT {of} FROM ingest.{table}) AS one"  # noqa: S608 - constants
        )
        for table, of in asked.items()
    }


def test_the_log_tells_a_database_that_was_put_back(ingest: Ingest, two: tuple[str, str]) -> None:
    """Put back to before the merge, it ends where it was, having said nothing."""
    jane, john = two
    backup = Backup(ingest.wired.engine, metadata)
    joined = join(ingest, john, jane)
    follow(ingest, desk(ingest, jane, done(1), 1))
    undo(ingest, joined)
    follow(ingest)
    log, after = ingest.records(), state(ingest)
    late = desk(ingest, jane, done(1), 1)
    backup.put_back()
    with transaction(ingest.wired.engine) as connection:
        ingest.forward(connection, [*log, late])
    assert state(ingest) == after
    said = {(record.key, dict(record.headers)["ce_id"]) for record in log}
    assert {(record.key, dict(record.headers)["ce_id"]) for record in ingest.records()} <= said


@pytest.mark.parametrize("point", ["locked", "said"])
def test_a_process_that_dies_has_undone_nothing(ingest: Ingest, two: tuple[str, str], point: str) -> None:
    """Or all of it; the next one does it."""
    jane, john = two
    joined = join(ingest, john, jane)
    follow(ingest)
    before, log = state(ingest), len(ingest.records())
    with pytest.raises(Stopped):
        undoing.undo(ingest.parts, joined, stop_at(point))
    assert (state(ingest), len(ingest.records())) == (before, log)
    assert undo(ingest, joined)["new"]


def test_a_forwarder_that_dies_at_each_step_ends_exact(ingest: Ingest, two: tuple[str, str]) -> None:
    """Each record is begun, lost, and read twice: while the two are merged, while it is undone, and after."""
    jane, john = two
    before = told(ingest, jane), told(ingest, john)
    joined = join(ingest, john, jane)
    ingest.take(hire(2, 21, candidate_says=JOHN), hire(1, 11))
    _dying(ingest, [desk(ingest, jane, done(1), 1)])
    undone = undo(ingest, joined)
    _dying(ingest, [desk(ingest, jane, done(2), 2), desk(ingest, john, done(3), 3)])
    for question in waiting(ingest):
        assign(ingest, question["id"], undone["into"])
    _dying(ingest, [])
    mine, theirs = told(ingest, undone["into"]), told(ingest, undone["person"])
    assert (before[0] < mine, before[1] < theirs) == (True, True)
    assert mine.isdisjoint(theirs)
    finished = {name: _count(each, "outreach.completed") for name, each in (("jane", mine), ("john", theirs))}
    assert finished == {"jane": 2, "john": 1}
    assert (_count(mine, "placement.started"), _count(theirs, "placement.started")) == (2, 2)
    twice = [(event.subject, event.id) for event in ingest.events()]
    assert len(twice) == len(set(twice))


def _dying(ingest: Ingest, late: list[Record]) -> None:
    """Every record alone; each is lost once and then read twice."""
    read = 0
    records: Callable[[], list[Record]] = ingest.records
    waits = list(late)
    while read < len(records()) or waits:
        record = records()[read] if read < len(records()) else waits.pop(0)
        read += read < len(records())
        for dies in (True, False, False):
            with suppress(Stopped), transaction(ingest.wired.engine) as connection:
                ingest.forward(connection, [record])
                stop_at("read" if dies else "never")("read")


def _count(found: Told, type_: str) -> int:
    return sum(each == type_ for each, _ in found)


def _notes(ingest: Ingest, person: str) -> list[str]:
    notes = (event for event in ingest.events("note.taken") if event.subject == person)
    return [str(getattr(event.body, "words", "")) for event in notes]
