"""GET /v1/people."""

import pytest
from vocabulary.installation import JANE, JOHN, Installation, days, planned

from shared.facts.corrections import FactRetracted
from shared.facts.heard import NoteTaken
from shared.facts.people import PersonAbsorbed, PersonErased, PersonProfiled, PersonRegistered
from shared.facts.placements import PlacementStarted
from shared.facts.spans import Span

ATS = PersonProfiled(
    feed="ats", name="Jane Doe", recruiter="ann@agency.example", emails=("jane@home.example",)
)
LINKEDIN = PersonProfiled(feed="linkedin", name="Jane M. Doe", employer="Acme", title="Engineer")


def test_a_person_is_what_the_feeds_say_last(here: Installation) -> None:
    """Of each field the newest word; what the newest profile does not know comes from another feed."""
    here.project(PersonRegistered(feed="ats"), ATS, LINKEDIN)
    answer = here.client().get(f"/v1/people/{JANE}").json()
    assert (answer["name"], answer["employer"]) == ("Jane M. Doe", "Acme")
    assert (answer["recruiter"], answer["emails"]) == ("ann@agency.example", ["jane@home.example"])
    assert answer["feeds"] == ["linkedin", "ats"]


def test_a_retracted_profile_does_not_count(here: Installation) -> None:
    """What a feed said wrongly is as if it had not been said, and the timeline says so."""
    (wrong,) = here.project(LINKEDIN)
    here.project(ATS, FactRetracted(fact=wrong.id, reason="another person of that name"))
    assert here.client().get(f"/v1/people/{JANE}").json()["name"] == "Jane Doe"
    entries = here.client().get(f"/v1/people/{JANE}/timeline").json()["entries"]
    assert [entry["retracted"] for entry in entries] == [False, False, True]


def test_a_timeline_is_read_page_by_page(here: Installation) -> None:
    """The newest first; what is recorded meanwhile disturbs no page."""
    events = here.project(PersonRegistered(feed="ats"), ATS, LINKEDIN, planned(), ATS)
    client, seen, cursor = here.client(), [], None
    while True:
        asked = {"limit": 2, **({"cursor": cursor} if cursor else {})}
        page = client.get(f"/v1/people/{JANE}/timeline", params=asked).json()
        seen += [entry["event"] for entry in page["entries"]]
        here.project(ATS)
        if (cursor := page["next"]) is None:
            break
    assert seen == [event.id for event in reversed(events)]


def test_a_timeline_can_be_read_from_its_beginning(here: Installation) -> None:
    """The oldest first, page by page; with the fields asked for, and by no cursor of the other order."""
    events = here.project(PersonRegistered(feed="ats"), ATS, LINKEDIN, planned(), ATS)
    client, path = here.client(), f"/v1/people/{JANE}/timeline"
    asked: dict[str, str] = {"limit": "2", "sort": "occurred", "fields": "event,type"}
    seen, cursor = list[tuple[str, str, object]](), None
    while cursor or not seen:
        page = client.get(path, params=asked | ({"cursor": cursor} if cursor else {})).json()
        seen += [(entry.pop("event"), entry.pop("type"), entry) for entry in page["entries"]]
        cursor = page["next"] or cursor if len(seen) < len(events) else None
    assert seen == [(event.id, event.type, {}) for event in events]
    newest_first = client.get(path, params={"limit": 2}).json()["next"]
    assert client.get(path, params=asked | {"cursor": newest_first}).status_code == 400
    assert (
        client.get(path, params={"cursor": client.get(path, params=asked).json()["next"]}).status_code == 400
    )


def test_each_entry_has_a_sentence_and_its_details(here: Installation) -> None:
    """Words for people, fields for programs."""
    here.project(ATS)
    (entry,) = here.client().get(f"/v1/people/{JANE}/timeline").json()["entries"]
    assert entry["text"] == "ats told who they are."
    assert entry["details"]["name"] == "Jane Doe"
    assert entry["sealed"] is False


def test_a_long_note_is_told_of_in_short_and_there_whole(here: Installation) -> None:
    """A page of a timeline holds the beginnings; each has an address of its own, and the export all of it."""
    words = "Was at the conference. " * 4_000
    (told,) = here.project(NoteTaken(feed="recruiter", words=words))
    client = here.client()
    (listed,) = client.get(f"/v1/people/{JANE}/timeline").json()["entries"]
    assert len(listed["text"]) < 1_100
    assert (listed["shortened"], len(listed["details"]["words"])) == (True, 10_000)
    whole = client.get(f"/v1/people/{JANE}/timeline/{told.id}").json()
    assert (whole["shortened"], whole["details"]["words"]) == (False, words)
    assert client.get(f"/v1/people/{JANE}/export").json()["timeline"][0]["details"]["words"] == words
    assert client.get(f"/v1/people/{JANE}/timeline/{JOHN}").status_code == 404


def test_an_erased_person_is_gone(here: Installation) -> None:
    """Their page says so; their timeline holds the erasure alone."""
    here.project(ATS, planned(), PersonErased(reason="asked for it"))
    answer = here.client().get(f"/v1/people/{JANE}")
    assert (answer.status_code, answer.json()["type"]) == (410, "/v1/problems/erased")
    entries = here.client().get(f"/v1/people/{JANE}/timeline").json()["entries"]
    assert [entry["type"] for entry in entries] == ["person.erased"]


def test_an_absorbed_person_points_to_the_survivor(here: Installation) -> None:
    """The old id still leads to the person."""
    here.project(ATS, PersonAbsorbed(into=JOHN, merge="m1"))
    answer = here.client().get(f"/v1/people/{JANE}")
    assert (answer.status_code, answer.headers["location"]) == (307, f"/v1/people/{JOHN}")
    assert answer.json() == {"person": JANE, "absorbed_into": JOHN}


@pytest.mark.parametrize("path", ["", "/timeline"])
def test_nobody_is_known_by_another_agency(here: Installation, path: str) -> None:
    """A person of one tenant does not exist for another."""
    here.project(ATS)
    here.store = here.seen_by("other")
    assert here.client().get(f"/v1/people/{JANE}{path}").status_code == 404


def test_somebody_just_placed_has_that_job(here: Installation) -> None:
    """Before any feed names their employer; the title of a feed that names none stays."""
    day = Span(earliest=days(-3), latest=days(-3))
    here.project(ATS, PlacementStarted(feed="ats", placement="P1", starts=day, client="Acme", title="Nurse"))
    answer = here.client().get(f"/v1/people/{JANE}").json()
    assert (answer["employer"], answer["title"]) == ("Acme", "Nurse")


def test_a_timeline_of_one_kind(here: Installation) -> None:
    """What happened and how the plan changed, each for itself and page by page."""
    happened = here.project(ATS, LINKEDIN)
    (plan,) = here.project(planned())

    def told(kind: str) -> list[str]:
        asked = here.client().get(f"/v1/people/{JANE}/timeline", params={"kind": kind})
        return [entry["event"] for entry in asked.json()["entries"]]

    assert told("facts") == [event.id for event in reversed(happened)]
    assert told("planning") == [plan.id]
