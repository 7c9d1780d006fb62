"""In the console: a row is mended, and a merge is undone while the services are killed."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from e2e.traffic import Hook
from vocabulary.payloads import hire, placement, table

from services.local.processes import wait_until

if TYPE_CHECKING:
    from e2e.test_console import Browser, Office

WAIT_S = 60.0
KILLED = ("ingest-worker", "relay", "rules", "projector")


def assert_mended(ann: Browser) -> None:
    """What is wrong stands beside its field; still wrong it says so again, and then it is read."""
    row = placement(placement_id="W1", person_id="W1", email="w@example.com", starts_on="2026-02-31")
    sent = ann.http.post("/feeds/placements", files={"file": ("wrong.csv", table([row]))})
    where = str(sent.url.path)
    assert wait_until(lambda: "<b>Read</b>" in ann.open(where), WAIT_S), ann.page
    (filtered,) = ann.links(r"/feeds/quarantine\?import=[\w-]+")
    ann.open(filtered)
    assert "Read all of these again" in ann.page
    (record,) = ann.links(r"/feeds/quarantine/[\w-]+")
    assert 'name="cell.starts_on" value="2026-02-31" aria-invalid' in ann.open(record)
    ann.send(f"{record}/mend", **{"cell.starts_on": "2026-02-30"})
    assert 'role="alert"' in ann.page
    assert 'value="2026-02-30"' in ann.page
    ann.send(f"{record}/mend", **{"cell.starts_on": "2026-03-02"})
    assert "It could be read, and is known now." in ann.page
    assert record not in ann.links(r"/feeds/quarantine/[\w-]+")


def assert_parted(office: Office, ann: Browser) -> None:
    """Each is as they were, though every service died in between; a note told since is asked about."""
    people = [_known(office, candidate, name) for candidate, name in ((71, "Joan"), (72, "Johanna"))]
    office.client.ask("POST", f"/v1/people/{people[1]}/merge", json={"into": people[0]})
    assert wait_until(lambda: "Johanna" in _told(office, people[0]), WAIT_S)
    ann.open(f"/people/{people[0]}")
    ann.send(f"/people/{people[0]}/told", kind="note", words="Plays the cello")
    for name in KILLED:
        office.crew.kill(name)
    ann.open("/reviews")
    (undo,) = ann.links(r"/reviews/merges/[\w-]+")
    assert "Both come back as they were." in ann.open(undo)
    assert "Undo the merge" in ann.page
    assert "They are two people again." in ann.send(f"{undo}/undo")
    for name in KILLED:
        office.crew.kill(name)
    assert wait_until(lambda: "Plays the cello" in ann.open("/reviews"), WAIT_S), ann.page
    (question,) = re.findall(r'action="(/reviews/unassigned/[\w-]+)"', ann.page)
    johanna = _now(office, 72)
    assert "Noted whose it was." in ann.send(question, to=johanna)
    assert wait_until(lambda: "Plays the cello" in _told(office, johanna), WAIT_S)
    joan = _now(office, 71)
    assert wait_until(lambda: "Joan" in _told(office, joan), WAIT_S)
    assert ("Johanna" in _told(office, joan), "cello" in _told(office, joan)) == (False, False)
    old = f"/people/{people[1]}"
    assert wait_until(lambda: "Johanna" in ann.http.get(old).text, WAIT_S), "the old address leads on"


def _known(office: Office, candidate: int, name: str) -> str:
    says = {"first_name": name, "last_name": name, "email_addresses": [{"value": f"{name}@example.com"}]}
    payload = hire(candidate, candidate, candidate_says=says)
    office.client.hook(Hook(candidate, json.dumps(payload).encode()))
    person = _now(office, candidate)
    assert wait_until(lambda: name in _told(office, person), WAIT_S)
    return person


def _now(office: Office, candidate: int) -> str:
    return str(office.client.read("/v1/feeds/greenhouse/person", id=str(candidate))["person"])


def _told(office: Office, person: str) -> str:
    """All that the query service tells of somebody, as text."""
    return office.client.ask("GET", f"/v1/people/{person}/export", follow_redirects=True).text
