"""A recruiter's day in the console, over real services: what is shown, taken, done, sent, and refused."""

import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx2
import pytest
from e2e.crew import Crew
from e2e.installation import Installation
from e2e.parting import assert_mended, assert_parted
from e2e.senders import Answers, Client
from e2e.traffic import Hook
from vocabulary.payloads import hire, placement, table

from services.local.ports import free_ports
from services.local.processes import wait_until

WAIT_S = 60.0
ANN, BEN = "ann@agency.example", "ben@agency.example"
KINDS = ("http", "ingest-worker", "desk-worker", "calendar", "relay", "rules", "projector", "console")
NAME = "Zoë <script>alert('x')</script> \u202eabc"


@dataclass
class Browser:
    """One window: keeps its cookies, and fills in the forms it was shown."""

    http: httpx2.Client
    page: str = ""

    def open(self, path: str) -> str:
        """Look at a page."""
        return self._shown(self.http.get(path))

    def send(self, path: str, **fields: str) -> str:
        """Send a form of the page, with what it hides."""
        hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', self._form(path)))
        return self._shown(self.http.post(path, data=hidden | fields))

    def links(self, pattern: str) -> list[str]:
        """The addresses on the page that are like this, each once."""
        return list(dict.fromkeys(re.findall(rf'href="({pattern})"', self.page)))

    def _form(self, path: str) -> str:
        found = re.search(rf'<form[^>]*action="{re.escape(path)}".*?</form>', self.page, re.DOTALL)
        assert found, f"no form for {path} on: {self.page}"
        return found[0]

    def _shown(self, answer: httpx2.Response) -> str:
        self.page = html.unescape(answer.text) if answer.status_code < 500 else answer.text
        return self.page


@dataclass
class Office:
    """An agency at work, and its console."""

    client: Client
    address: str
    crew: Crew

    def window(self, recruiter: str) -> Browser:
        """A browser in which a recruiter has said who they are."""
        made = Browser(httpx2.Client(base_url=self.address, follow_redirects=True, timeout=30))
        made.open("/who")
        made.http.post("/who", data={"recruiter": recruiter})
        return made


@pytest.fixture
def office(kafka: str, database_url: str, topic_prefix: str, tmp_path: Path) -> Iterator[Office]:
    (port,) = free_ports(1)
    with Installation.on(kafka, database_url, topic_prefix, console_port=port) as installation:
        members = {name: name for name in KINDS}
        with (
            Crew(tmp_path, installation.environment, members) as crew,
            Client(installation, Answers()) as client,
        ):
            address = f"http://127.0.0.1:{port}"
            assert wait_until(lambda: _answers(address, client), WAIT_S), crew.said("console")
            yield Office(client, address, crew)


def _answers(address: str, client: Client) -> bool:
    try:
        return httpx2.get(f"{address}/who").is_success and client.ready()
    except httpx2.TransportError:
        return False


def hired(candidate: int, name: str, recruiter: str) -> Hook:
    """Somebody who began a week ago, so that a first call is due."""
    today = datetime.now(UTC).date()
    says = {
        "first_name": name,
        "email_addresses": [{"value": f"c{candidate}@example.com"}],
        "recruiter": {"email": recruiter, "name": recruiter},
    }
    payload = hire(
        candidate, candidate, candidate_says=says, offer={"starts_at": str(today - timedelta(days=7))}
    )
    return Hook(candidate, json.dumps(payload).encode())


def due(office: Office, recruiter: str, tasks: int) -> Browser:
    """A window on Today, once so many tasks stand there."""
    window = office.window(recruiter)

    def there() -> bool:
        window.open("/")
        return len(window.links(r"/tasks/[\w-]+")) >= tasks

    assert wait_until(there, WAIT_S), window.page
    return window


def test_a_day_in_the_console(office: Office) -> None:
    """From the queue to what was said; two windows at one task; files in; and what is refused."""
    office.client.hook(hired(1, NAME, ANN))
    ann = due(office, ANN, 1)
    task = ann.links(r"/tasks/[\w-]+")[0]
    assert_shown_as_written(ann)
    assert_taken_by_one(office, ann, task)
    assert_done(ann, task)
    assert_a_file_is_read(ann)
    assert_mended(ann)
    assert_parted(office, ann)
    assert_refused(office, ann)


def assert_shown_as_written(window: Browser) -> None:
    """A name with markup is a name."""
    raw = window.http.get("/").text
    assert "<script>alert" not in raw
    assert NAME.replace("\u202e", "") in html.unescape(raw)


def assert_taken_by_one(office: Office, ann: Browser, task: str) -> None:
    """The other sees who has it, and cannot act on what they saw before."""
    ben = office.window(BEN)
    ben.open(task)
    ann.open(task)
    assert "It is yours now." in ann.send(f"{task}/claim")
    ben.send(f"{task}/claim")
    assert any(said in ben.page for said in ("It has changed since.", ANN))
    assert f"{ANN} is at it until" in ben.open(task)


def assert_done(ann: Browser, task: str) -> None:
    """With what was said; the timeline has it at once, and Today no more."""
    ann.open(task)
    said = "All well: <b>bold</b> & “quoted”"
    ann.send(f"{task}/complete", outcome="replied", **{"answer.note": said})
    assert "Done. Well kept." in ann.page
    assert task not in ann.links(r"/tasks/[\w-]+")
    ann.open(task)
    (person,) = ann.links(r"/people/[\w-]+")
    assert said in ann.open(person)
    ann.send(f"{person}/told", kind="goal", words="To lead a team")
    assert "To lead a team" in ann.page
    ann.send(f"{person}/contact", channel="call", words="On the phone", answered="true")
    assert "On the phone" in ann.page
    assert wait_until(lambda: "<b>Warm</b>, until" in ann.open(person), WAIT_S), ann.page


def assert_a_file_is_read(ann: Browser) -> None:
    """First only looked at, then sent; larger than a form may be elsewhere."""
    rows = [placement(placement_id=f"P{n}", person_id=f"{n}", email="", name="A" * 100) for n in range(2_000)]
    content = {"file": ("placements.csv", table(rows))}
    tried = ann.http.post("/feeds/placements?dry_run=true", files=content).text
    assert "2,000 rows would be taken" in tried
    sent = ann.http.post("/feeds/placements", files=content)
    where = str(sent.url.path)
    assert where.startswith("/feeds/imports/")
    assert wait_until(lambda: "<b>Read</b>" in ann.open(where), WAIT_S), ann.page
    assert "<dd>2,000</dd>" in ann.page


def assert_refused(office: Office, ann: Browser) -> None:
    """A stranger, another site's form, an address that leads away, and what there is not."""
    stranger = Browser(httpx2.Client(base_url=office.address, follow_redirects=True))
    assert "Who are you?" in stranger.open("/")
    assert ann.http.post("/take", headers={"Origin": "https://elsewhere.example"}).status_code == 403
    away = ann.http.post(
        "/who", data={"recruiter": ANN, "then": "//elsewhere.example"}, follow_redirects=False
    )
    assert away.headers["Location"] == "/"
    for path, status in (
        ("/nowhere", 404),
        (f"/tasks/{'0' * 8}-0000-4000-8000-{'0' * 12}", 404),
        ("/tasks/x", 422),
    ):
        answer = ann.http.get(path)
        assert (answer.status_code, "Back to today" in answer.text) == (status, True)
    assert "default-src 'none'" in ann.http.get("/").headers["Content-Security-Policy"]
