"""People who may be one: listed, confirmed and denied over HTTP."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from vocabulary.inbox import Ingest, Json
from vocabulary.payloads import deletion, hire

NOBODY = "00000000-0000-4000-8000-000000000000"
PATH = "/v1/identity/reviews"


@pytest.fixture
def ingest(database_url: str) -> Iterator[Ingest]:
    with Ingest(database_url) as made:
        yield made


def called(given: str, candidate: int, company: str | None = "Acme") -> Json:
    says: Json = {"first_name": given, "last_name": "Smith", "email_addresses": [], "company": company}
    return hire(candidate, 10 + candidate, candidate_says=says)


def look(ingest: Ingest) -> None:
    ingest.follow()
    ingest.work()


def listed(ingest: Ingest, **query: str) -> list[Json]:
    return list(ingest.http.get(PATH, params=query).json()["reviews"])


def people(ingest: Ingest) -> list[str]:
    return list(dict.fromkeys(event.subject for event in ingest.events("person.registered")))


def ask(ingest: Ingest, review: str, verb: str, **body: str) -> Any:  # noqa: ANN401 - a response
    return ingest.http.post(f"{PATH}/{review}/{verb}", json=body or None)


@pytest.fixture
def review(ingest: Ingest) -> str:
    """Of Bob, and of Robert who came later."""
    for candidate, given in enumerate(("Bob", "Robert"), 1):
        ingest.take(called(given, candidate))
        look(ingest)
    return str(listed(ingest)[0]["review"])


def test_one_review_is_the_entry_of_the_list(ingest: Ingest, review: str) -> None:
    """With both sides and the evidence between them; 404 for none."""
    (entry,) = listed(ingest)
    assert ingest.http.get(f"{PATH}/{review}").json() == entry
    assert (entry["state"], entry["person"]["names"], entry["other"]["names"]) == (
        "open",
        ["Robert Smith"],
        ["Bob Smith"],
    )
    assert entry["score"] == pytest.approx(sum(part["bits"] for part in entry["evidence"]), abs=0.1)
    assert ingest.http.get(f"{PATH}/{NOBODY}").status_code == 404


def test_a_yes_merges_the_two_once(ingest: Ingest, review: str) -> None:
    """Who was known before goes on; said again, nothing is new."""
    bob, robert = people(ingest)
    answer = ask(ingest, review, "confirm")
    (absorbed,) = ingest.events("person.absorbed")
    version = f"{robert}:{absorbed.id}"
    assert (answer.status_code, answer.json()) == (
        200,
        {"review": review, "state": "confirmed", "person": bob, "version": version},
    )
    assert answer.headers["Afterhire-Version"] == version
    again = ask(ingest, review, "confirm")
    assert (again.status_code, again.json()["person"], again.json()["version"]) == (200, bob, None)
    assert len(ingest.events("person.absorbed")) == 1
    assert ask(ingest, review, "deny").status_code == 409
    look(ingest)
    assert listed(ingest) == []
    assert [each["review"] for each in listed(ingest, state="confirmed")] == [review]


def test_a_yes_may_say_who_goes_on(ingest: Ingest, review: str) -> None:
    """One of the two, and nobody else."""
    _, robert = people(ingest)
    assert ask(ingest, review, "confirm", into=NOBODY).status_code == 422
    assert ask(ingest, review, "confirm", into=robert).json()["person"] == robert


def test_a_no_is_remembered(ingest: Ingest, review: str) -> None:
    """Whichever of the two is looked at next, whatever more speaks for it."""
    said = {"review": review, "state": "denied", "person": None, "version": None}
    for _ in range(2):
        answer = ask(ingest, review, "deny")
        assert (answer.status_code, answer.json()) == (200, said)
    for candidate, given in enumerate(("Bob", "Robert"), 1):
        ingest.take(called(given, candidate) | {"again": candidate}, called(given, candidate, "Acme Ltd."))
        look(ingest)
    assert listed(ingest) == []
    assert ask(ingest, review, "confirm").status_code == 409
    assert ingest.events("person.absorbed") == []


def test_a_no_goes_with_who_was_merged(ingest: Ingest, review: str) -> None:
    """Bob is not Robert, and Bob turns out to be Bobby: then Bobby is not Robert."""
    ask(ingest, review, "deny")
    ingest.take(called("Bobby", 3, None))
    look(ingest)
    bob, robert, bobby = people(ingest)
    ingest.http.post(f"/v1/people/{bob}/merge", json={"into": bobby})
    look(ingest)
    look(ingest)
    assert listed(ingest) == []
    pairs = [{each["person"]["person"], each["other"]["person"]} for each in listed(ingest, state="denied")]
    assert {bobby, robert} in pairs


def test_who_was_merged_otherwise_is_asked_about_no_more(ingest: Ingest, review: str) -> None:
    """With each other the question is answered; with somebody else it is another one."""
    bob, robert = people(ingest)
    ingest.take(called("Susan", 3, None))
    look(ingest)
    susan = people(ingest)[2]
    ingest.http.post(f"/v1/people/{bob}/merge", json={"into": susan})
    assert [each["state"] for each in listed(ingest, state="closed")] == ["closed"]
    assert [ask(ingest, review, verb).status_code for verb in ("confirm", "deny")] == [409, 409]
    ingest.http.post(f"/v1/people/{robert}/merge", json={"into": susan})
    assert ask(ingest, review, "confirm").json()["person"] == susan


def test_at_once_yes_and_no_one_of_them_holds(ingest: Ingest, review: str) -> None:
    """The other is told so."""
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda verb: ask(ingest, review, verb).status_code, ["confirm", "deny"]))
    assert sorted(answers) == [200, 409]
    assert len(ingest.events("person.absorbed")) == (answers[0] == 200)


def test_an_erased_side_leaves_no_review(ingest: Ingest, review: str) -> None:
    """There is nobody to ask about."""
    ingest.take(deletion(1))
    assert [ask(ingest, review, verb).status_code for verb in ("confirm", "deny")] == [404, 404]


def test_pages_follow_each_other(ingest: Ingest) -> None:
    """The surest first, each once; a broken cursor is a problem."""
    for candidate in range(1, 5):
        ingest.take(called("Bob", candidate))
    look(ingest)
    whole = [each["review"] for each in listed(ingest)]
    assert len(set(whole)) == 6
    found: list[str] = []
    cursor = None
    while cursor or not found:
        page = ingest.http.get(PATH, params={"limit": 4} | ({"cursor": cursor} if cursor else {})).json()
        found += [each["review"] for each in page["reviews"]]
        cursor = page["next"]
    assert found == whole
    assert ingest.http.get(PATH, params={"cursor": "x"}).status_code == 400
    assert ingest.http.get(PATH, params={"state": "x"}).status_code == 422
