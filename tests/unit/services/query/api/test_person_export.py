"""GET /v1/people/{person}/export."""

from datetime import date

from vocabulary.installation import ANN, JANE, JOHN, TASK, TODAY, Installation, completed, ids, planned

from shared.facts.contacts import ContactLogged
from shared.facts.corrections import FactRetracted
from shared.facts.people import PersonAbsorbed, PersonErased, PersonProfiled
from shared.facts.tasks import TaskHeldBack

PATH = f"/v1/people/{JANE}/export"
CALL = ContactLogged(feed="ats", contact="c1", on=date(2026, 2, 1), channel="call", by=ANN, words="Well.")


def test_all_that_is_known_is_in_it(here: Installation) -> None:
    """The card, every fact, every task with its reasons, what was held back, and each contact."""
    told, held = planned(), planned(ids([7])[0])
    state = {name: getattr(held, name) for name in held.__struct_fields__}
    here.project(PersonProfiled(feed="ats", name="Jane Doe", emails=("jane@home.example",)), CALL)
    here.project(told, completed(), TaskHeldBack(**state, because="spacing"))
    here.project(planned(ids([8])[0]), person=JOHN)
    answer = here.client().get(PATH)
    assert answer.headers["content-disposition"] == f'attachment; filename="person-{JANE}.json"'
    found = answer.json()
    assert (found["person"]["name"], found["person"]["emails"]) == ("Jane Doe", ["jane@home.example"])
    assert len(found["timeline"]) == 5
    assert {one["task"]: one["state"] for one in found["tasks"]} == {
        TASK: "completed",
        held.task: "held_back",
    }
    assert all(one["reasons"] for one in found["tasks"])
    assert [(one["state"], one["because"]) for one in found["plan"]["tasks"]] == [
        ("completed", None),
        ("held_back", "spacing"),
    ]
    contacts = [(one["on"], one["channel"], one["answered"], one["task"]) for one in found["contacts"]]
    assert contacts == [(str(TODAY), "message", True, TASK), ("2026-02-01", "call", False, None)]


def test_a_contact_that_was_not_is_no_contact(here: Installation) -> None:
    """The fact stays in the timeline, marked; the list of contacts is what holds."""
    (call,) = here.project(CALL)
    here.project(FactRetracted(fact=call.id, reason="another person"))
    found = here.client().get(PATH).json()
    assert found["contacts"] == []
    assert [one["retracted"] for one in found["timeline"]] == [False, True]


def test_an_erased_person_has_no_export(here: Installation) -> None:
    """410, and nothing of what was there; 404 for who never was."""
    assert here.client().get(PATH).status_code == 404
    here.project(CALL, planned(), PersonErased(reason="asked for it"))
    answer = here.client().get(PATH)
    assert (answer.status_code, answer.json()["type"]) == (410, "/v1/problems/erased")


def test_an_absorbed_person_points_to_the_survivor(here: Installation) -> None:
    """What is known of them is known of the other now."""
    here.project(CALL, PersonAbsorbed(into=JOHN, merge="m1"))
    answer = here.client().get(PATH)
    assert (answer.status_code, answer.headers["location"]) == (307, f"/v1/people/{JOHN}/export")
