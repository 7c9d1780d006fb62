"""What callers of the desk may rely on when a task is done: its form, its answers, and what is refused."""

from collections.abc import Iterator, Mapping
from uuid import UUID

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response
from vocabulary.desk_api import OTHER, TASK, client, desk_of
from vocabulary.handled import Clocked, said

DONE = {"by": "ann@agency.example", "outcome": "replied"}


@pytest.fixture
def parts(database_url: str) -> Iterator[Clocked]:
    with desk_of(database_url) as made:
        yield made


@pytest.fixture
def http(parts: Clocked) -> TestClient:
    return client(parts)


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
    kind = "unknown-outcome" if field == "outcome" else "unreadable"
    assert (answer.status_code, problem["type"], problem["field"]) == (422, f"/v1/problems/{kind}", field)
    assert detail in problem["detail"]
    assert said(parts) == []


@pytest.mark.parametrize("answers", [{"rating": 4.5}, {"rating": {"is": 4}}, ["rating"], "rating"])
def test_what_is_no_answer_at_all_is_a_problem_too(http: TestClient, answers: object) -> None:
    """422, with the path of the field."""
    problem = complete(http, {"answers": answers}).json()
    assert problem["type"] == "/v1/problems/invalid-request"
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
