"""What callers of the query service may rely on: each kind of bad input has its own problem."""

import threading
from collections.abc import Iterator
from uuid import UUID

import pytest
from vocabulary.installation import JANE, TASK, Installation, claimed, planned

from shared.facts.people import PersonAbsorbed, PersonRegistered

EVENT = str(UUID(int=77))


@pytest.fixture
def here(database_url: str) -> Iterator[Installation]:
    """The query service on an empty database."""
    with Installation(database_url) as made:
        yield made


@pytest.mark.parametrize(
    ("path", "status", "type_", "named"),
    [
        ("/v1/tasks?plays=x", 400, "/v1/problems/unknown-parameter", "did you mean 'play'"),
        ("/v1/tasks?cursor=nonsense", 400, "/v1/problems/broken-cursor", "cursor"),
        (f"/v1/people/{JANE}/timeline?cursor=e30", 400, "/v1/problems/broken-cursor", "cursor"),
        ("/v1/tasks?min_version=7", 400, "/v1/problems/broken-version", "min_version"),
        ("/v1/tasks?limit=0", 422, "/v1/problems/invalid-request", "limit"),
        ("/v1/tasks?limit=201", 422, "/v1/problems/page-too-large", "limit"),
        ("/v1/tasks?limit=many", 422, "/v1/problems/invalid-request", "limit"),
        ("/v1/tasks?state=asleep", 422, "/v1/problems/invalid-request", "state"),
        ("/v1/tasks?due=2026-02-30", 422, "/v1/problems/invalid-request", "due"),
        ("/v1/tasks?due=soon", 422, "/v1/problems/invalid-request", "due"),
        ("/v1/tasks?person=jane", 422, "/v1/problems/invalid-request", "person"),
        ("/v1/tasks/export?format=xls", 422, "/v1/problems/invalid-request", "format"),
        ("/v1/tasks/export?due=soon", 422, "/v1/problems/invalid-request", "due"),
        ("/v1/tasks/7", 422, "/v1/problems/invalid-request", "task"),
        (f"/v1/tasks/{TASK}", 404, "/v1/problems/not-found", TASK),
        ("/v1/people/jane", 422, "/v1/problems/invalid-request", "person"),
        (f"/v1/people/{JANE}", 404, "/v1/problems/not-found", JANE),
        (f"/v1/people/{JANE}/timeline", 404, "/v1/problems/not-found", JANE),
        ("/v1/recruiters/a%00b/day", 422, "/v1/problems/invalid-request", "recruiter"),
        (f"/v1/recruiters/{'a' * 201}/day", 422, "/v1/problems/invalid-request", "recruiter"),
        ("/v1/recruiters/ann/day?min_version=7", 400, "/v1/problems/broken-version", "min_version"),
    ],
)
def test_bad_input_is_a_problem_that_names_it(
    here: Installation, path: str, status: int, type_: str, named: str
) -> None:
    """RFC 9457: a status, a type a program can branch on, and words that say what to change."""
    answer = here.client().get(path)
    assert answer.headers["content-type"] == "application/problem+json"
    assert (answer.status_code, answer.json()["type"]) == (status, type_)
    assert named in answer.json()["detail"]


@pytest.mark.parametrize(
    "path", ["/v1/tasks", f"/v1/people/{JANE}", f"/v1/people/{JANE}/timeline", "/v1/recruiters/ann/day"]
)
@pytest.mark.parametrize("text", ["%00", "'; drop table query.tasks; --", "%F0%9F%92%A9"])
def test_no_text_breaks_a_query(here: Installation, path: str, text: str) -> None:
    """Whatever stands in a parameter, the answer is never an error of ours."""
    here.project(PersonRegistered(feed="ats"))
    for name in ("recruiter", "play", "cursor", "state", "due", "min_version"):
        assert here.client().get(f"{path}?{name}={text}").status_code < 500


def test_a_write_can_be_waited_for(here: Installation) -> None:
    """With min_version the answer waits until that event is there, and then has it."""
    event = here.event(planned())
    late = threading.Timer(0.2, lambda: here.take([here.record(event)]))
    late.start()
    answer = here.client().get("/v1/tasks", params={"min_version": f"{JANE}:{event.id}"})
    late.join()
    assert [task["task"] for task in answer.json()["tasks"]] == [TASK]


def test_a_write_that_does_not_come_is_said_so(here: Installation) -> None:
    """After a while the caller is told to try again."""
    answer = here.client().get("/v1/tasks", params={"min_version": f"{JANE}:{EVENT}"})
    assert (answer.status_code, answer.json()["type"]) == (504, "/v1/problems/not-caught-up")
    assert answer.headers["retry-after"] == "1"


def test_of_who_has_left_nothing_is_waited_for(here: Installation) -> None:
    """What is written about an absorbed person reaches the survivor; waiting for it here would be in vain."""
    here.project(PersonAbsorbed(into=str(UUID(int=5)), merge="m1"))
    assert here.client().get("/v1/tasks", params={"min_version": f"{JANE}:{EVENT}"}).status_code == 200


def test_every_route_is_described(here: Installation) -> None:
    """The OpenAPI document says in words what each route and each parameter is for."""
    document = here.client().get("/openapi.json").json()
    routes = {
        path: verbs["get"]
        for path, verbs in document["paths"].items()
        if path.startswith("/v1") and "get" in verbs
    }
    assert set(routes) == {
        "/v1/tasks",
        "/v1/tasks/export",
        "/v1/tasks/stream",
        "/v1/tasks/{task}",
        "/v1/people/{person}",
        "/v1/people/{person}/timeline",
        "/v1/people/{person}/timeline/{event}",
        "/v1/people/{person}/plan",
        "/v1/people/{person}/export",
        "/v1/people/{person}/stream",
        "/v1/people/{person}/network",
        "/v1/hooks",
        "/v1/me",
        "/v1/hooks/{hook}",
        "/v1/hooks/{hook}/deliveries",
        "/v1/referrals",
        "/v1/insights/benchmarks",
        "/v1/insights/employers",
        "/v1/insights/employers/{employer}",
        "/v1/insights/trends",
        "/v1/impact",
        "/v1/impact/recruiters/{recruiter}",
        "/v1/reputation",
        "/v1/testimonials",
        "/v1/conversions",
        "/v1/feeds",
        "/v1/recruiters/{recruiter}/day",
        "/v1/recruiters/{recruiter}/calendar.ics",
        "/v1/tasks/{task}/holds/{day}.ics",
    }
    for route in routes.values():
        assert route["summary"].endswith(".") or "?" in route["summary"]
        assert all(one.get("description") for one in route.get("parameters", ()) if one["name"] != "limit")


def test_a_task_has_the_tag_that_the_desk_compares(here: Installation) -> None:
    """How often rules and recruiters have changed it; in the header as If-Match wants it."""
    here.project(planned(revision=3))
    assert here.client().get(f"/v1/tasks/{TASK}").headers["ETag"] == '"3.0"'
    here.project(claimed(2))
    answer = here.client().get(f"/v1/tasks/{TASK}")
    assert (answer.headers["ETag"], answer.json()["etag"]) == ('"3.2"', "3.2")
