"""What was told by name while two people were one waits for a word of whom it was."""

import pytest
from vocabulary import merging
from vocabulary.inbox import Ingest
from vocabulary.merging import (
    assign,
    claimed,
    desk,
    done,
    follow,
    join,
    note,
    notes,
    told,
    undo,
    waiting,
)

from shared.envelope import computed_id

NOBODY = "00000000-0000-4000-8000-000000000000"


@pytest.fixture
def two(ingest: Ingest) -> tuple[str, str]:
    """Candidates 1 (Jane) and 2 (John)."""
    return merging.two(ingest)


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
    assert notes(ingest, undone["into"]) == ["before"]
    assert notes(ingest, undone["person"]) == ["john before"]


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
    assert notes(ingest, jane) == ["of John"]
    undone = undo(ingest, joined)
    follow(ingest)
    assert (notes(ingest, undone["person"]), notes(ingest, undone["into"])) == (["of John"], [])


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


def test_pages_follow_each_other(ingest: Ingest, two: tuple[str, str]) -> None:
    """Of merges the newest first, of what waits the longest first; each once."""
    jane, john = two
    first = join(ingest, john, jane)
    note(ingest, jane, "one")
    note(ingest, jane, "two")
    follow(ingest)
    undone = undo(ingest, first)
    follow(ingest)
    for path, name in (("unassigned", "unassigned"), ("merges?state=undone", "merges")):
        if name == "merges":
            undo(ingest, join(ingest, undone["person"], undone["into"]))
        address = f"/v1/identity/{path}{'&' if '?' in path else '?'}limit=1"
        page = ingest.http.get(address).json()
        second = ingest.http.get(f"{address}&cursor={page['next']}").json()
        assert (len(page[name]), len(second[name]), second["next"]) == (1, 1, None)
        assert page[name] != second[name]
