from datetime import UTC, date, datetime
from typing import Any

import pytest
from fastapi.testclient import TestClient

from services.rules import web
from services.rules.playbook import STANDARD
from services.rules.playbook.writing import written
from shared.envelope import Event, computed_id, moment
from shared.facts import Fact
from shared.facts.contacts import ContactLogged
from shared.facts.people import PersonErased, PersonProfiled
from shared.facts.placements import PlacementStarted
from shared.facts.spans import exactly
from shared.facts.tasks import TaskState
from shared.settings import Settings

PERSON = "0b9ff7e8-3c5c-5a43-9f4e-5d3c0d6f0001"
NOBODY = "0b9ff7e8-3c5c-5a43-9f4e-5d3c0d6f0002"
AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
TOML = {"Content-Type": "application/toml"}
OWN = """
agency_name = "Roe and Partners"

[wording.en.check_in_on_settling_in]
subject = "Hello again"
body = "How are you{% if client %} at {{ client }}{% endif %}?"
"""
ANN = PersonProfiled(feed="f", name="Ann Lee", given_name="Ann", recruiter="Ruth Roe")
STARTED = PlacementStarted(feed="f", placement="p", starts=exactly(date(2026, 3, 2)), client="Acme")
Rules = Any


@pytest.fixture
def http(settings: Settings) -> TestClient:
    app = web.app(settings.model_copy(update={"agency": "agency", "today": AT.date()}))
    return TestClient(app, raise_server_exceptions=False, base_url="http://127.0.0.1")


def said(body: Fact) -> Event:
    return Event(
        id=computed_id("fact", body),
        agency="agency",
        subject=PERSON,
        source="test",
        occurred=moment(AT),
        recorded_at=AT,
        body=body,
    )


def check_in(rules: Rules) -> str:
    """The draft's address of the first check-in."""
    told = (event.body for event in rules.told() if isinstance(event.body, TaskState))
    task = next(one.task for one in told if one.play == "check_in_on_settling_in")
    return f"/v1/people/{PERSON}/tasks/{task}/draft"


def test_until_one_is_adopted_our_own_holds(http: TestClient) -> None:
    """All of it, as a file."""
    found = http.get("/v1/playbook").json()
    assert (found["number"], found["told"], found["toml"]) == (0, True, written(STANDARD))


def test_each_setting_says_what_it_is(http: TestClient) -> None:
    """All there are, in the order of the file, with our own value and what is allowed."""
    found = http.get("/v1/playbook/settings").json()
    spacing = next(each for each in found["general"] if each["setting"] == "restraint.spacing_days")
    assert spacing == {
        "setting": "restraint.spacing_days",
        "default": 14,
        "allowed": "a whole number from 0 to 3650",
        "about": "At least so many days lie between two messages.",
    }
    move = next(each for each in found["plays"] if each["play"] == "congratulate_on_a_move")
    assert (move["side"], move["does"][:25]) == ("care", "Congratulate on a role at")
    assert [each["setting"].rpartition(".")[2] for each in move["settings"]] == [
        *("on", "importance", "open_days", "old_news_days")
    ]


def test_adopting_a_file_lets_it_hold(http: TestClient) -> None:
    """Once, however often it is sent; what it would change is told before."""
    text = "[restraint]\nspacing_days = 21\n"
    asked = http.post("/v1/playbook/check", content=text, headers=TOML).json()
    assert asked["differences"] == [{"setting": "restraint.spacing_days", "before": 14, "after": 21}]
    for _ in range(2):
        assert http.put("/v1/playbook", content=text, headers=TOML).json()["number"] == 1
    assert http.get("/v1/playbook").json()["told"] is False
    assert http.post("/v1/playbook/check", content=text, headers=TOML).json()["differences"] == []


def test_a_file_with_mistakes_leaves_the_old_one_in_force(http: TestClient) -> None:
    """Each is named with its line; asked only, it is no error."""
    text = "tasks_a_day = 3\n[plays.nothing]\non = false\n[restraint]\nspacing_days = -1\n"
    refused = http.put("/v1/playbook", content=text, headers=TOML)
    assert (refused.status_code, refused.json()["type"]) == (422, "/v1/problems/unreadable")
    assert "line 2: plays.nothing: there is no such play" in refused.json()["detail"]
    assert http.get("/v1/playbook").json()["number"] == 0
    checked = http.post("/v1/playbook/check", content=text, headers=TOML).json()
    assert [each["line"] for each in checked["mistakes"]] == [2, 5]


@pytest.mark.parametrize("content", [b"\xff\xfe", b"", b"\x00", b"[" * 10_000])
def test_no_file_is_an_error_of_ours(http: TestClient, content: bytes) -> None:
    """Whatever is sent."""
    assert http.put("/v1/playbook", content=content, headers=TOML).status_code in {200, 422}


def test_a_draft_is_written_when_it_is_asked_for(rules: Rules, http: TestClient) -> None:
    """In the playbook's language or another one, in the name of the recruiter or of who asks."""
    rules.take(said(ANN), said(STARTED))
    draft = http.get(check_in(rules)).json()
    assert draft["subject"] == "Your first week at Acme"
    assert draft["body"].startswith("Dear Ann,")
    assert draft["body"].endswith("Kind regards,\nRuth Roe")
    german = http.get(check_in(rules), params={"language": "de", "me": "Sam Poe"}).json()
    assert german["body"].startswith("Guten Tag Ann Lee,")
    assert german["body"].endswith("Freundliche Grüße\nSam Poe")


def test_the_agency_s_own_words_come_first(rules: Rules, http: TestClient) -> None:
    """Where its playbook has some; else ours."""
    http.put("/v1/playbook", content=OWN, headers=TOML)
    rules.take(said(ANN), said(STARTED))
    draft = http.get(check_in(rules)).json()
    assert (draft["own_words"], draft["subject"]) == (True, "Hello again")
    assert "How are you at Acme?" in draft["body"]
    assert draft["body"].endswith("Roe and Partners")
    assert http.get(check_in(rules), params={"language": "de"}).json()["own_words"] is False


def test_there_is_no_draft_of_what_is_not_planned(rules: Rules, http: TestClient) -> None:
    """Nor in a language without one, nor for somebody unknown or forgotten."""
    rules.take(said(ANN), said(STARTED))
    path = check_in(rules)
    assert http.get(path, params={"language": "fr"}).status_code == 404
    assert http.get(path.replace(PERSON, NOBODY)).status_code == 404
    rules.take(said(PersonErased(reason="asked")))
    assert http.get(path).status_code == 410


def test_how_close_somebody_is_is_told_with_its_reasons(rules: Rules, http: TestClient) -> None:
    """Today, and as it will be if nothing happens; of nobody known, and of who was forgotten, nothing."""
    answered = ContactLogged(feed="desk", contact="c", on=AT.date(), channel="call", answered=True)
    rules.take(said(ANN), said(answered))
    path = f"/v1/people/{PERSON}/closeness"
    found = http.get(path).json()
    assert (found["closeness"], found["level"], found["until"]) == ("warm", 2, "2026-08-29")
    assert [because["text"] for because in found["because"]] == ["Ann Lee last answered on 2026-03-02"]
    later = http.get(path, params={"on": "2026-08-30"}).json()
    assert (later["day"], later["closeness"]) == ("2026-08-30", "cool")
    assert http.get(path.replace(PERSON, NOBODY)).status_code == 404
    rules.take(said(PersonErased(reason="asked")))
    assert http.get(path).status_code == 410
