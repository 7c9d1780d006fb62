"""What callers of the desk may rely on with every verb: lost races, terms, and several tasks at once."""

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient
from vocabulary.desk_api import OTHER, TASK, client, desk_of, verb
from vocabulary.handled import Clocked, said

from services.desk.idempotency import earlier_answer
from shared.database import transaction


@pytest.fixture
def parts(database_url: str) -> Iterator[Clocked]:
    with desk_of(database_url) as made:
        yield made


@pytest.fixture
def http(parts: Clocked) -> TestClient:
    return client(parts)


def test_a_lost_race_names_who_was_first(http: TestClient) -> None:
    """409, with the holder and until when."""
    verb(http, "claim")
    problem = verb(http, "claim", by="bob").json()
    assert (problem["status"], problem["type"], problem["holder"]) == (409, "/v1/problems/conflict", "ann")
    assert problem["until"] == "2026-03-02T10:00:00+00:00"


def test_a_change_is_made_to_what_was_seen_or_not_at_all(http: TestClient, parts: Clocked) -> None:
    """The tag of each answer is what the next request may ask for; an older one is told 412."""
    claimed = verb(http, "claim", If_Match='"1.0"')
    assert (claimed.status_code, claimed.headers["ETag"], claimed.json()["etag"]) == (200, '"1.1"', "1.1")
    late = verb(http, "extend", If_Match='"1.0"')
    assert (late.status_code, late.json()["type"]) == (412, "/v1/problems/changed")
    assert late.headers["content-type"] == "application/problem+json"
    assert len(said(parts)) == 1
    assert verb(http, "extend", If_Match=claimed.headers["ETag"]).status_code == 200


@pytest.mark.parametrize(
    ("if_match", "status"),
    [
        ("*", 200),
        ('"1.0"', 200),
        ('"0.0", "1.0"', 200),
        ('"0.0",W/"1.0","1,0"', 412),
        ('W/"1.0"', 412),
        ("1.0", 422),
        ('"1.0', 422),
        ("", 422),
    ],
)
def test_if_match_is_read_as_its_standard_has_it(http: TestClient, if_match: str, status: int) -> None:
    """A list of tags in quotes, compared strongly: a weak one never matches."""
    assert verb(http, "claim", If_Match=if_match).status_code == status


def test_tags_on_several_lines_are_one_list(http: TestClient) -> None:
    """As every header that is a list."""
    lines = [("If-Match", '"0.0"'), ("If-Match", '"1.0"')]
    assert http.post(f"/v1/tasks/{TASK}/claim", json={"by": "ann"}, headers=lines).status_code == 200


def test_without_if_match_nothing_is_asked(http: TestClient) -> None:
    """The header is the caller's choice."""
    assert verb(http, "claim").status_code == verb(http, "extend").status_code == 200


def test_a_key_in_quotes_is_the_key(http: TestClient, parts: Clocked) -> None:
    """As the draft writes it; without them it is the same one."""
    first = verb(http, "claim", Idempotency_Key='"k-1"')
    assert verb(http, "claim", Idempotency_Key="k-1").json() == first.json()
    assert len(said(parts)) == 1


@pytest.mark.parametrize("key", ['"k', '""', '"k" "l"', '"k"l'])
def test_a_key_that_is_no_string_is_refused(http: TestClient, key: str) -> None:
    """422 that names the header."""
    problem = verb(http, "claim", Idempotency_Key=key).json()
    assert (problem["status"], problem["field"]) == (422, "Idempotency-Key")


def test_a_request_under_way_is_told_so(http: TestClient, parts: Clocked) -> None:
    """409 of a type of its own: nobody was first but the caller."""
    with transaction(parts.engine) as connection:
        earlier_answer(connection, "demo", "k", b"", parts.clock.now())
        answer = verb(http, "claim", Idempotency_Key="k")
        connection.rollback()
    assert (answer.status_code, answer.json()["type"]) == (409, "/v1/problems/under-way")
    assert answer.headers["Retry-After"] == "1"
    assert verb(http, "claim", Idempotency_Key="k").status_code == 200


def test_a_task_is_given_to_somebody_else(http: TestClient) -> None:
    """Or to nobody in particular; whom it is given to has to be said."""
    path = f"/v1/tasks/{TASK}/reassign"
    assert http.post(path, json={"by": "ann", "to": "bob"}).json()["recruiter"] == "bob"
    assert http.post(path, json={"by": "ann", "to": None}).json()["recruiter"] is None
    assert http.post(path, json={"by": "ann"}).status_code == 422


def test_all_of_a_recruiters_tasks_are_given_to_somebody_else(http: TestClient) -> None:
    """Told of by GET, ended by DELETE; also of a recruiter whose name holds a slash."""
    path = "/v1/recruiters/ann/lee/handover"
    assert http.get(path).status_code == 404
    begun = http.put(path, json={"by": "boss", "to": "bob", "until": "2026-03-20"})
    assert (begun.status_code, begun.json()) == (200, {"tasks": []})
    assert http.get(path).json() == {"recruiter": "ann/lee", "to": "bob", "by": "boss", "until": "2026-03-20"}
    assert http.put("/v1/recruiters/bob/handover", json={"by": "boss", "to": "ann/lee"}).status_code == 409
    assert http.delete(path).status_code == 204
    assert http.delete(path).status_code == 404


def test_a_mistake_can_be_undone(http: TestClient) -> None:
    """With or without a reason; what is open has nothing to undo."""
    assert verb(http, "reopen").status_code == 409
    done = {"by": "ann", "outcome": "sent"}
    for reason in ({}, {"reason": "It was another Jane."}):
        http.post(f"/v1/tasks/{TASK}/complete", json=done)
        answer = http.post(f"/v1/tasks/{TASK}/reopen", json={"by": "ann", **reason})
        assert (answer.status_code, answer.json()["state"]) == (200, "open")


def test_a_task_may_wait_for_a_reply(http: TestClient) -> None:
    """What the reply is to do is one of two."""
    nap = {"by": "ann", "until": "2026-03-05", "on_reply": "close"}
    assert http.post(f"/v1/tasks/{TASK}/snooze", json=nap).json()["snoozed_until"] == "2026-03-05"
    assert http.post(f"/v1/tasks/{OTHER}/snooze", json={**nap, "on_reply": "sing"}).status_code == 422


def test_the_best_tasks_are_claimed_at_once(http: TestClient) -> None:
    """As many as asked for, each with its version; too many or none are no request."""
    answer = http.post("/v1/tasks/claim", json={"by": "ann", "count": 5})
    assert answer.status_code == 200
    assert [(task["task"], task["holder"], task["etag"]) for task in answer.json()["tasks"]] == [
        (TASK, "ann", "1.1"),
        (OTHER, "ann", "1.1"),
    ]
    for count in (0, 51):
        assert http.post("/v1/tasks/claim", json={"by": "ann", "count": count}).status_code == 422
