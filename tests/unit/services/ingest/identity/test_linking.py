"""Strong keys link by themselves, unless what they link contradicts."""

import pytest
from vocabulary.inbox import Ingest, Json
from vocabulary.payloads import connection, deletion, hire, placement, table

JANE = "jane@example.com"


def people(ingest: Ingest) -> list[str]:
    return list(dict.fromkeys(event.subject for event in ingest.events("person.registered")))


def reviews(ingest: Ingest, state: str = "open") -> list[Json]:
    return list(ingest.http.get("/v1/identity/reviews", params={"state": state}).json()["reviews"])


def look(ingest: Ingest) -> None:
    ingest.follow()
    ingest.work()


@pytest.mark.parametrize("together", [True, False])
def test_two_ids_of_one_feed_with_one_address_wait_for_a_yes_or_no(ingest: Ingest, *, together: bool) -> None:
    """The feed holds them for two; they are the surest of all questions."""
    hooks = [hire(1, 10), hire(2, 11)]
    for group in [hooks] if together else [hooks[:1], hooks[1:]]:
        ingest.take(*group)
    first, second = people(ingest)
    for _ in range(2):
        (review,) = reviews(ingest)
        assert (review["because"], review["state"]) == ("shared key", "open")
        assert (review["person"]["person"], review["other"]["person"]) == (second, first)
        look(ingest)
    shared = [part for part in reviews(ingest)[0]["evidence"] if part["part"] == "e-mail address"]
    assert [(part["one"], part["says"]) for part in shared] == [(f"email:{JANE}", "the same")]
    assert reviews(ingest)[0]["score"] > 30


def test_each_record_goes_on_as_whom_it_was_taken_for(ingest: Ingest) -> None:
    """The address stays with whom it was known of first; the same again asks nothing anew."""
    ingest.take(hire(1, 10), hire(2, 11))
    ingest.take(hire(1, 12), hire(2, 13))
    first, second = people(ingest)
    assert [event.subject for event in ingest.events("placement.started")] == [first, second, first, second]
    assert len(reviews(ingest)) == 1


def test_another_feed_links_to_whom_the_address_is_known_of(ingest: Ingest) -> None:
    """And then calls them by its own id; another one is a question."""
    ingest.take(hire())
    for number in (1, 2):
        row = placement(placement_id=f"P{number}", person_id=f"C{number}")
        ingest.read("placements", table([row]), name=f"{number}.csv")
    assert len(people(ingest)) == 2
    assert [review["because"] for review in reviews(ingest)] == ["shared key"]


def test_two_of_a_family_who_share_an_address_are_two(ingest: Ingest) -> None:
    """A given name that is no form of the known one, told by another feed."""
    ingest.take(hire())
    ingest.read("placements", table([placement(given_name="Mark")]))
    look(ingest)
    assert len(people(ingest)) == 2
    (review,) = reviews(ingest)
    assert {part["part"]: part["says"] for part in review["evidence"]}["given name"] == "another name"


def test_who_married_is_one_still(ingest: Ingest) -> None:
    """Another family name does not speak against an address."""
    ingest.take(hire())
    ingest.read("placements", table([placement(family_name="Smith")]))
    assert len(people(ingest)) == 1
    assert reviews(ingest) == []


def test_an_address_known_alone_is_no_other_id(ingest: Ingest) -> None:
    """A connection without a profile, then with one, is the same; with a second profile it is a question."""
    for number, url in enumerate(("", "https://www.linkedin.com/in/jane", "https://www.linkedin.com/in/jd")):
        row = connection(**{"URL": url, "Email Address": JANE})
        ingest.read("linkedin", table([row]), exported_on=f"2026-03-0{number + 1}")
    assert len(people(ingest)) == 2
    assert len(reviews(ingest)) == 1


def test_a_no_is_kept_however_alike_they_are(ingest: Ingest) -> None:
    """And nothing is merged by it."""
    ingest.take(hire(1, 10), hire(2, 11))
    (review,) = reviews(ingest)
    ingest.http.post(f"/v1/identity/reviews/{review['review']}/deny")
    look(ingest)
    ingest.take(hire(2, 12))
    look(ingest)
    assert reviews(ingest) == []
    assert [each["review"] for each in reviews(ingest, "denied")] == [review["review"]]


def test_an_erasure_of_one_is_of_one(ingest: Ingest) -> None:
    """Nobody said that they are one."""
    ingest.take(hire(1, 10), hire(2, 11), deletion(2))
    assert [event.subject for event in ingest.events("person.erased")] == people(ingest)[1:]
    assert reviews(ingest) == []


def test_ids_that_an_older_program_kept_are_known_once_they_are_seen(ingest: Ingest) -> None:
    """It did not note whose ids they are: until then an address links as it did."""
    ingest.take(hire())
    ingest.scalar("WITH old AS (UPDATE ingest.identity_keys SET feed = NULL RETURNING 1) SELECT 1")
    ingest.take(hire(1, 12))
    ingest.take(hire(2, 11))
    assert len(people(ingest)) == 2
