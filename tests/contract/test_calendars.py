"""Calendars to subscribe to, and entries for proposed times, over HTTP."""

from collections.abc import Iterator
from datetime import date

import pytest
from fastapi.testclient import TestClient
from icalendar import Calendar
from pydantic import SecretStr
from vocabulary.installation import ANN, TASK, Installation, claimed, completed, days, ids, planned

from services.query.service import add_routes
from shared.access.principal import Role
from shared.access.tokens import Wanted
from shared.facts.tasks import Material
from shared.web.api import create_app

CALENDAR = f"/v1/recruiters/{ANN}/calendar.ics"


@pytest.fixture
def here(database_url: str) -> Iterator[Installation]:
    with Installation(database_url) as made:
        yield made


def entries(content: str) -> list[str]:
    return [str(one["UID"]).split("@")[0][-36:] for one in Calendar.from_ical(content).walk("VEVENT")]


def test_a_calendar_has_what_a_recruiter_has_before_them(here: Installation) -> None:
    """Theirs, open or to come, and what they took of others; not what is done, or another's."""
    mine, later, others, done, taken = ids(range(101, 106))
    here.project(planned(mine), planned(later, opens_on=days(5)), planned(others, recruiter="bob"))
    here.project(planned(done), completed(task=done), planned(taken, recruiter=None), claimed(task=taken))
    answer = here.client().get(CALENDAR)
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert set(entries(answer.text)) == {mine, later, taken}
    again = here.client().get(CALENDAR, headers={"If-None-Match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    here.project(completed(task=mine))
    changed = here.client().get(CALENDAR, headers={"If-None-Match": answer.headers["etag"]})
    assert changed.status_code == 200


def test_a_token_in_the_address_opens_one_calendar_and_nothing_else(here: Installation) -> None:
    """Only one of the role `calendar`, which is a recruiter's own; a stronger one is not taken there."""
    tokens = here.parts.tokens
    _, ann = tokens.create("demo", Wanted("phone", Role.CALENDAR, recruiter=ANN))
    _, strong = tokens.create("demo", Wanted("all", Role.ADMIN))
    settings = here.settings.model_copy(update={"api_token": SecretStr("operator")})
    app = create_app(settings, "query", ready=here.parts.ready, look_up=here.parts.principal)
    add_routes(app, lambda: here.store)
    http = TestClient(app, raise_server_exceptions=False)
    assert http.get(f"{CALENDAR}?token={ann}").status_code == 200
    assert http.get(CALENDAR, headers={"Authorization": f"Bearer {ann}"}).status_code == 200
    assert http.get(f"/v1/recruiters/bob/calendar.ics?token={ann}").status_code == 403
    for refused in (strong, "operator", "made-up"):
        assert http.get(f"{CALENDAR}?token={refused}").status_code == 401
    assert http.get(f"/v1/tasks?token={ann}").status_code == 401
    assert http.get("/v1/tasks", headers={"Authorization": f"Bearer {ann}"}).status_code == 403
    assert http.get(CALENDAR).status_code == 401


def test_a_task_holds_the_times_it_proposes(here: Installation) -> None:
    """And no others."""
    monday = date(2026, 4, 6)
    here.project(planned(materials=(Material(kind="calendar_hold", ref=f"{monday}"),)))
    answer = here.client().get(f"/v1/tasks/{TASK}/holds/{monday}.ics")
    assert answer.headers["content-disposition"] == 'attachment; filename="hold-2026-04-06.ics"'
    assert "DTSTART;TZID=Europe/London:20260406T100000" in answer.text
    assert here.client().get(f"/v1/tasks/{TASK}/holds/2026-04-07.ics").status_code == 404
    assert here.client().get(f"/v1/tasks/{TASK}/holds/soon.ics").status_code == 422
