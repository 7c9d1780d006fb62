"""What callers of the desk may rely on when a task is done: its form, its answers, and what is refused."""

from collections.abc import Iterator, Mapping
from datetime import date
from uuid import UUID

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response
from vocabulary.handled import Clocked, fact, give, parts_of, said

from services.desk import api
from services.desk.desk import Desk
from services.desk.handler import DeskHandler
from services.desk.idempotency import earlier_answer
from services.desk.tables import common, metadata
from shared.database import transaction
from shared.facts.tasks import TaskPlanned
from shared.web.api import create_app

TASK, OTHER = str(UUID(int=100)), str(UUID(int=101))
DONE = {"by": "ann@agency.example", "outcome": "replied"}


def planned(task: str, play: str) -> TaskPlanned:
    return TaskPlanned(
        task=task,
        revision=1,
        play=play,
        about=str(UUID(int=900)),
        occurrence="once",
        opens_on=date(2026, 3, 1),
        closes_on=date(2026, 3, 30),
        side="care",
        importance=3,
    )


@pytest.fixture
def parts(database_url: str) -> Iterator[Clocked]:
    with parts_of(database_url, "desk", metadata, common) as made:
        yield made


@pytest.fixture
def http(parts: Clocked) -> TestClient:
    """A desk with a task that asks about onboarding and one to get to know somebody."""
    desk = Desk(parts.settings, parts.engine, parts.outbox, parts.clock)
    tasks = (planned(TASK, "ask_about_onboarding"), planned(OTHER, "get_to_know_them"))
    give(parts, DeskHandler(desk), *map(fact, tasks))
    app = create_app(parts.settings, "desk", ready=parts.ready)
    app.include_router(api.router(lambda: desk))
    return TestClient(app, raise_server_exceptions=False, base_url="http://127.0.0.1")


def complete(http: TestClient, said: Mapping[str, object], task: str = TASK, key: str = "") -> Response:
    headers = {"Idempotency-Key": key} if key else {}
    return http.post(f"/v1/tasks/{task}/complete", json={**DONE, **said}, headers=headers)


def test_the_form_says_what_may_be_filled_in(http: TestClient) -> None:
    """The play's own questions first, each with its kind, then those of every play."""
    form = http.get(f"/v1/tasks/{TASK}/form").json()
    assert (form["task"], form["play"]) == (TASK, "ask_about_onboarding")
    assert form["outcomes"] == ["sent", "replied", "met", "no_answer", "declined"]
    kinds = {question["name"]: question["kind"] for question in form["questions"]}
    assert list(kinds)[:3] == ["rating", "went_well", "fell_short"]
    assert (kinds["rating"], kinds["satisfaction"], kinds["looking"]) == ("rating", "score", "yes_no")
    channel = next(question for question in form["questions"] if question["name"] == "channel")
    assert channel["choices"] == ["message", "call", "meeting", "other"]


def test_a_form_filled_in_by_name_is_taken(http: TestClient, parts: Clocked) -> None:
    """As the form named its questions; also those that have a place beside the answers."""
    answers = {"rating": 4, "went_well": "The team.", "note": "Glad."}
    answer = complete(http, {"answers": answers, "channel": "call"})
    assert (answer.status_code, answer.json()["state"]) == (200, "completed")
    assert answer.headers["Afterhire-Version"] == answer.json()["version"]
    assert [event.type for event in said(parts)] == ["outreach.completed", "answers.given"]


def test_an_older_caller_that_knows_no_answers_is_served(http: TestClient, parts: Clocked) -> None:
    """Note and satisfaction beside the outcome are what they were."""
    assert complete(http, {"note": "Settling in.", "satisfaction": 9}).status_code == 200
    assert [event.type for event in said(parts)] == ["outreach.completed"]


@pytest.mark.parametrize(
    ("body", "field", "detail"),
    [
        ({"answers": {"rating": 6}}, "rating", "expected 1 to 5, found 6"),
        ({"answers": {"goal": "lead"}}, "goal", "expected one of rating"),
        ({"answers": {"looking": "perhaps"}}, "looking", "expected yes or no"),
        ({"channel": "pigeon"}, "channel", "expected one of message"),
        ({"satisfaction": 11}, "satisfaction", "expected 0 to 10"),
        ({"note": "a", "answers": {"note": "b"}}, "note", "expected once"),
        ({"outcome": "won"}, "outcome", "expected one of sent"),
    ],
)
def test_a_wrong_answer_is_a_problem_that_names_its_field(
    http: TestClient, parts: Clocked, body: dict[str, object], field: str, detail: str
) -> None:
    """422, and nothing was done."""
    answer = complete(http, body)
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert (answer.status_code, problem["type"], problem["field"]) == (422, "unreadable", field)
    assert detail in problem["detail"]
    assert said(parts) == []


@pytest.mark.parametrize("answers", [{"rating": 4.5}, {"rating": {"is": 4}}, ["rating"], "rating"])
def test_what_is_no_answer_at_all_is_a_problem_too(http: TestClient, answers: object) -> None:
    """422, with the path of the field."""
    problem = complete(http, {"answers": answers}).json()
    assert problem["type"] == "invalid-request"
    assert "answers" in problem["detail"]


def test_an_answer_that_needs_another_is_told_which(http: TestClient) -> None:
    """By when without what."""
    problem = complete(http, {"answers": {"goal_target": "2027-01-01"}}, OTHER).json()
    assert problem["field"] == "goal"


def test_a_repeat_in_another_order_is_the_same_request(http: TestClient, parts: Clocked) -> None:
    """The key, not the order of the names, says that it is the same."""
    first = complete(http, {"answers": {"rating": 4, "went_well": "The team."}}, key="k")
    again = complete(http, {"answers": {"went_well": "The team.", "rating": 4}}, key="k")
    assert (first.status_code, first.json()) == (again.status_code, again.json())
    assert len(said(parts)) == 2
    other = complete(http, {"answers": {"rating": 5}}, key="k")
    assert (other.status_code, other.json()["field"]) == (422, "Idempotency-Key")


@pytest.mark.parametrize(("task", "status"), [(str(UUID(int=7)), 404), ("seven", 422)])
def test_a_task_that_is_not_there_has_no_form(http: TestClient, task: str, status: int) -> None:
    """404, or 422 for what is no id."""
    assert http.get(f"/v1/tasks/{task}/form").status_code == status


def verb(http: TestClient, verb: str, by: str = "ann", task: str = TASK, **headers: str) -> Response:
    return http.post(
        f"/v1/tasks/{task}/{verb}",
        json={"by": by},
        headers={name.replace("_", "-"): value for name, value in headers.items()},
    )


def test_a_lost_race_names_who_was_first(http: TestClient) -> None:
    """409, with the holder and until when."""
    verb(http, "claim")
    problem = verb(http, "claim", by="bob").json()
    assert (problem["status"], problem["type"], problem["holder"]) == (409, "conflict", "ann")
    assert problem["until"] == "2026-03-02T10:00:00+00:00"


def test_a_change_is_made_to_what_was_seen_or_not_at_all(http: TestClient, parts: Clocked) -> None:
    """The tag of each answer is what the next request may ask for; an older one is told 412."""
    claimed = verb(http, "claim", If_Match='"1.0"')
    assert (claimed.status_code, claimed.headers["ETag"], claimed.json()["etag"]) == (200, '"1.1"', "1.1")
    late = verb(http, "extend", If_Match='"1.0"')
    assert (late.status_code, late.json()["type"]) == (412, "changed")
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
    assert (answer.status_code, answer.json()["type"]) == (409, "under-way")
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
