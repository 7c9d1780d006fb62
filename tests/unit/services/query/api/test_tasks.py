"""GET /v1/tasks."""

import msgspec
import pytest
from vocabulary.installation import (
    ANN,
    JANE,
    JOHN,
    TASK,
    TODAY,
    Installation,
    claimed,
    completed,
    days,
    ids,
    planned,
)

from shared.facts.people import PersonErased
from shared.facts.tasks import TaskHeldBack


def test_the_queue_is_what_is_still_to_do(here: Installation) -> None:
    """Without a filter: planned, open, claimed and snoozed; the most important, then the soonest to close."""
    done, late, soon, urgent = ids(range(1, 5))
    here.project(planned(done), completed(task=done), planned(late, closes_on=days(30)), planned(soon))
    here.project(planned(urgent, importance=1, opens_on=days(5)), person=JOHN)
    assert here.queue() == [urgent, soon, late]
    assert set(here.queue(state="any")) == {urgent, soon, late, done}


def test_each_filter_narrows(here: Installation) -> None:
    """Recruiter, state, play, person and day can be asked for together."""
    mine, bobs, ahead = ids(range(1, 4))
    here.project(planned(mine, play="congratulate_on_a_move"), claimed(task=mine))
    here.project(planned(bobs, recruiter="bob@agency.example"), planned(ahead, opens_on=days(2)), person=JOHN)
    assert here.queue(recruiter=ANN) == [mine, ahead]
    assert here.queue(recruiter=ANN, state="claimed") == [mine]
    assert here.queue(play="congratulate_on_a_move") == [mine]
    assert set(here.queue(person=JOHN)) == {bobs, ahead}
    assert set(here.queue(due="today")) == {mine, bobs}
    assert set(here.queue(due=days(2))) == {mine, bobs, ahead}
    assert here.queue(due=days(2), state="planned") == [ahead]
    assert here.queue(due=days(40)) == []


def test_pages_are_not_disturbed_by_what_comes_in(here: Installation) -> None:
    """Tasks that come in before or behind the cursor neither repeat nor hide any that was there."""
    there = ids(range(10, 20))
    here.project(*(planned(task) for task in there))
    client, seen, cursor = here.client(), [], None
    for number in range(5):
        page = client.get("/v1/tasks", params={"limit": 2, **({"cursor": cursor} if cursor else {})}).json()
        seen += [task["task"] for task in page["tasks"]]
        here.project(planned(ids([30 + number])[0], importance=1))
        cursor = page["next"]
    assert seen == there
    assert cursor is None


def test_a_task_says_why_it_is_there(here: Installation) -> None:
    """One task comes with reasons in words, what it brings along, and both lanes."""
    first, second = here.project(planned(), claimed())
    answer = here.client().get(f"/v1/tasks/{TASK}").json()
    assert answer["reasons"][0]["text"] == "Jane started at Acme 30 days ago."
    assert answer["brings"] == {"last note": "likes tea"}
    assert (answer["person_name"], answer["headline"]) == ("Jane Doe", "Ask Jane how it is going")
    assert (answer["state"], answer["holder"]) == ("claimed", ANN)
    assert answer["lanes"]["rules"]["event"] == first.id
    assert answer["lanes"]["desk"] | {"at": None} == {
        "version": 1,
        "state": "claimed",
        "by": ANN,
        "event": second.id,
        "at": None,
    }
    assert answer["version"] == f"{JANE}:{second.id}"


def test_how_it_ended_is_told(here: Installation) -> None:
    """A task that is done has its outcome and its day, and nobody holds it."""
    here.project(planned(), claimed(), completed(2))
    answer = here.client().get(f"/v1/tasks/{TASK}").json()
    told = {name: answer[name] for name in ("outcome", "done_on", "holder", "lease_until")}
    assert told == {"outcome": "replied", "done_on": str(TODAY), "holder": None, "lease_until": None}


def test_what_is_held_back_says_why(here: Installation) -> None:
    """In the listing too, where a recruiter looks for a task that did not come."""
    told = planned()
    state = {name: getattr(told, name) for name in told.__struct_fields__}
    here.project(TaskHeldBack(**state, because="spacing"))
    (task,) = here.client().get("/v1/tasks", params={"state": "held_back"}).json()["tasks"]
    assert (task["state"], task["because"]) == ("held_back", "spacing")


def test_when_the_key_is_gone_the_rest_is_shown(here: Installation) -> None:
    """Between the erasure of a key and its event, tasks are shown without what was sealed."""
    here.project(planned())
    with here.parts.engine.begin() as connection:
        here.parts.vault.erase(connection, "demo", JANE)
    answer = here.client().get(f"/v1/tasks/{TASK}").json()
    assert (answer["state"], answer["headline"], answer["reasons"]) == ("open", None, [])
    here.take([here.record(here.event(PersonErased(reason="asked for it")))])
    assert here.state() == "404"


def test_another_agencys_tasks_do_not_exist(here: Installation) -> None:
    """No filter and no id reaches what belongs to another tenant."""
    here.project(planned())
    here.store = here.seen_by("other")
    assert here.queue(state="any") == []
    assert here.state() == "404"


SORTED = {
    "importance": [1, 2, 3, 4],
    "closes_on": [3, 2, 1, 4],
    "opens_on": [4, 1, 3, 2],
    "-opens_on": [2, 1, 3, 4],
    "-done_on": [4, 3, 1, 2],
}


@pytest.mark.parametrize(("sort", "wanted"), SORTED.items(), ids=SORTED)
def test_tasks_are_sorted_and_pages_stay_right(here: Installation, sort: str, wanted: list[int]) -> None:
    """Each task once, however small the pages and whatever comes in meanwhile."""
    one, two, three, four = ids(range(1, 5))
    here.project(planned(one, importance=1, opens_on=days(-3), closes_on=days(9)))
    here.project(planned(two, importance=2, opens_on=days(-1), closes_on=days(5)), person=JOHN)
    here.project(planned(three, importance=3, opens_on=days(-3), closes_on=days(4)), completed(task=three))
    here.project(planned(four, importance=3, opens_on=days(-9), closes_on=days(11)))
    here.project(msgspec.structs.replace(completed(task=four), on=days(1)))
    client, seen, cursor, number = here.client(), list[str](), None, 50
    asked = {"limit": "1", "sort": sort, "state": "any"}
    while cursor or not seen:
        page = client.get("/v1/tasks", params=asked | ({"cursor": cursor} if cursor else {})).json()
        seen += [task["task"] for task in page["tasks"]]
        cursor, number = page["next"], number + 1
        if number < 54:
            here.project(planned(ids([number])[0], importance=2, opens_on=days(-3)), person=JOHN)
    assert [task for task in seen if task in ids(wanted)] == ids(wanted)
    assert len(seen) == len({*seen})


def test_a_cursor_is_of_one_order_only(here: Installation) -> None:
    """In another one its place means something else."""
    here.project(*(planned(task) for task in ids(range(1, 5))))
    client = here.client()
    pages = {sort: client.get("/v1/tasks", params={"limit": 1, "sort": sort}).json() for sort in SORTED}
    for sort in SORTED:
        for other, page in pages.items():
            answer = client.get("/v1/tasks", params={"sort": sort, "cursor": page["next"]})
            assert answer.status_code == (200 if sort == other else 400), (sort, other)


def test_only_the_fields_asked_for_are_told(here: Installation) -> None:
    """Under the same names, of the same page; where nobody is named no seal is opened."""
    here.project(*(planned(task) for task in ids(range(1, 4))))
    client = here.client()
    whole = client.get("/v1/tasks", params={"limit": 2}).json()
    for fields in (["task", "state", "holder"], ["headline", "task"]):
        page = client.get("/v1/tasks", params={"limit": 2, "fields": ",".join(fields)}).json()
        assert page["tasks"] == [{name: task[name] for name in fields} for task in whole["tasks"]]
        assert (page["next"], page["position"]) == (whole["next"], whole["position"])
    exported = client.get("/v1/tasks/export", params={"format": "csv", "fields": "state,task"}).text
    assert exported.splitlines()[0] == "task,state"


@pytest.mark.parametrize("path", ["/v1/tasks", f"/v1/people/{JANE}/timeline"])
@pytest.mark.parametrize(("name", "kind"), [("sort", "unknown-sort"), ("fields", "unknown-field")])
def test_an_unknown_field_or_order_is_a_problem_of_its_own(
    here: Installation, path: str, name: str, kind: str
) -> None:
    """With a page that says what to do."""
    here.project(planned())
    answer = here.client().get(path, params={name: "stat"})
    assert (answer.status_code, answer.json()["type"]) == (422, f"/v1/problems/{kind}")
    assert here.client().get(answer.json()["type"]).status_code == 200
