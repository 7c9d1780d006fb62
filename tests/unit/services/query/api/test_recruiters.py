"""GET /v1/recruiters."""

from urllib.parse import quote

from vocabulary.installation import ANN, JANE, TASK, TODAY, Installation, claimed, ids, planned

from shared.facts.playbooks import PlaybookAdopted


def test_a_day_is_told_with_its_numbers(here: Installation) -> None:
    """Each list holds tasks as the queue shows them."""
    taken = ids([1])[0]
    here.project(PlaybookAdopted(playbook="a", number=1, tasks_a_day=5), planned(taken), claimed(task=taken))
    here.project(planned())
    answer = here.client().get(f"/v1/recruiters/{ANN}/day").json()
    numbers = {name: answer[name] for name in ("recruiter", "day", "capacity", "done_today", "waiting")}
    assert numbers == {
        "recruiter": ANN,
        "day": str(TODAY),
        "capacity": 5,
        "done_today": 0,
        "waiting": 0,
    }
    assert [(task["task"], task["holder"]) for task in answer["holding"]] == [(taken, ANN)]
    assert [(task["task"], task["headline"]) for task in answer["new"]] == [
        (TASK, "Ask Jane how it is going")
    ]
    assert answer["returned"] == []


def test_a_recruiter_is_called_as_the_feed_calls_them(here: Installation) -> None:
    """Whatever stands in a name, a slash too."""
    name = "Ann Miller / Team Süd?"
    here.project(planned(recruiter=name))
    answer = here.client().get(f"/v1/recruiters/{quote(name, safe='')}/day").json()
    assert (answer["recruiter"], len(answer["new"])) == (name, 1)


def test_the_day_waits_for_the_readers_own_write(here: Installation) -> None:
    """Who has just claimed a task sees it in hand."""
    here.project(planned())
    (claim,) = here.project(claimed())
    asked = {"min_version": f"{JANE}:{claim.id}"}
    answer = here.client().get(f"/v1/recruiters/{ANN}/day", params=asked).json()
    assert [task["task"] for task in answer["holding"]] == [TASK]
