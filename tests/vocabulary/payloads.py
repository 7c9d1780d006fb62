"""Payloads and files as vendors send them, for tests."""

import csv
import io
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

Json = dict[str, Any]
SAMPLES = Path(__file__).parents[1] / "feeds"
GREENHOUSE = "webhooks__candidate_events__02_candidate_hired.json"


def sample(name: str) -> bytes:
    """A vendor's own sample."""
    return (SAMPLES / name).read_bytes()


def hire(candidate: int = 1, application: int = 10, **changes: object) -> Json:
    """A hire of Jane, placed by Ann on 2 March."""
    person = {
        "id": candidate,
        "first_name": "Jane",
        "last_name": "Doe",
        "email_addresses": [{"value": "jane@example.com", "type": "personal"}],
        "recruiter": {"email": "ann@agency.example", "name": "Ann"},
    }
    known = {
        "id": application,
        "candidate": person | changes.pop("candidate_says", {}),  # type: ignore[operator] # the test says what
        "job": {"name": "Engineer"},
        "offer": {"starts_at": "2026-03-02"},
    }
    return {"action": "hire_candidate", "payload": {"application": known | changes}}


def about(action: str, **payload: object) -> Json:
    """A web hook."""
    return {"action": action, "payload": payload}


def deletion(candidate: int = 1) -> Json:
    """The ATS deleted a candidate."""
    return about("delete_candidate", person={"id": candidate, "first_name": "Jane"})


def merge(candidate: int, into: int) -> Json:
    """The ATS merged two candidates."""
    return about("merge_candidate", person={"id": candidate, "new_candidate_id": into})


def table(rows: Sequence[dict[str, str]]) -> bytes:
    """Rows as a CSV."""
    out = io.StringIO()
    writer = csv.DictWriter(out, fieldnames=list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def archive(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Files by their names, as a zip."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as zipped:
        for name, content in files.items():
            zipped.writestr(name, content)
    return out.getvalue()


def connection(**changes: str) -> dict[str, str]:
    """Jane, as LinkedIn shows her."""
    known = {
        "First Name": "Jane",
        "Last Name": "Doe",
        "URL": "https://www.linkedin.com/in/jane-doe",
        "Email Address": "",
        "Company": "Acme Ltd.",
        "Position": "Engineer",
        "Connected On": "07 Mar 2024",
    }
    return known | changes


def placement(**changes: str) -> dict[str, str]:
    """Jane's placement, as any ATS may tell it."""
    known = {
        "placement_id": "P1",
        "person_id": "C1",
        "given_name": "Jane",
        "family_name": "Doe",
        "email": "jane@example.com",
        "recruiter": "ann@agency.example",
        "client": "Acme",
        "title": "Engineer",
        "employment": "",
        "starts_on": "2026-03-02",
        "ends_on": "",
        "ended_on": "",
        "end_reason": "",
        "cancelled": "",
        "consent": "",
    }
    return known | changes


def message(**changes: str) -> dict[str, str]:
    """A message of Ann's, the recruiter, to Jane, as LinkedIn exports it."""
    known = {
        "CONVERSATION ID": "2-AAA1",
        "CONVERSATION TITLE": "",
        "FROM": "Ann Smith",
        "SENDER PROFILE URL": "https://www.linkedin.com/in/ann-smith",
        "TO": "Jane Doe",
        "RECIPIENT PROFILE URLS": "https://www.linkedin.com/in/jane-doe",
        "DATE": "2026-03-01 09:15:00 UTC",
        "SUBJECT": "",
        "CONTENT": "A secret",
        "FOLDER": "INBOX",
        "IS MESSAGE DRAFT": "No",
    }
    return known | changes
