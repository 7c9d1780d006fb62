"""A merge is undone: both are as they were, and what feeds said since is on the right side."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from vocabulary import merging
from vocabulary.inbox import Ingest
from vocabulary.merging import JOHN, assign, count, follow, join, merges, note, notes, told, undo, waiting
from vocabulary.payloads import deletion, hire, merge

MARY = {"first_name": "Mary", "email_addresses": [{"value": "mary@example.com"}]}
NOBODY = "00000000-0000-4000-8000-000000000000"


@pytest.fixture
def two(ingest: Ingest) -> tuple[str, str]:
    """Candidates 1 (Jane) and 2 (John)."""
    return merging.two(ingest)


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
    assert [count(told(ingest, undone[each]), "consent.withdrawn") for each in ("into", "person")] == [1, 1]


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
    assert (notes(ingest, survivor), notes(ingest, undone["person"])) == (["Mary or John"], ["any"])


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
    assert notes(ingest, undone["into"]) == ["of Jane"]
    assert waiting(ingest) == []
    ingest.take(hire(1, 11))
    assert ingest.events("placement.started")[-1].subject == undone["into"]
    assert ingest.http.post(f"/v1/identity/merges/{joined}/undo").status_code == 200


def test_who_was_erased_is_not_brought_back(ingest: Ingest, two: tuple[str, str]) -> None:
    """410."""
    joined = join(ingest, two[1], two[0])
    ingest.take(deletion(1))
    assert ingest.http.post(f"/v1/identity/merges/{joined}/undo").status_code in {404, 410}
