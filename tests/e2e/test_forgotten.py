"""Somebody is forgotten to the last byte: in every table, on the log, and in what the services print."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from e2e.crew import Crew
from e2e.installation import Installation
from e2e.senders import Answers, Client
from e2e.traffic import File, Hook
from e2e.watch import READ, Watch
from vocabulary.payloads import about, deletion, hire

from services.local.processes import wait_until
from shared.database import transaction

START_S, SETTLE_S = 60.0, 90.0
PLACE = "Zanzibar"
"""Stands in everything that is told of Jane, and nowhere else."""
MEMBERS = {
    name: name
    for name in (
        *("http", "ingest-worker", "desk-worker", "calendar", "matching", "relay", "rules", "projector"),
    )
}
TOLD = [
    *({"kind": kind, "words": f"{PLACE} {kind}"} for kind in ("note", "goal", "motivation", "interest")),
    {"kind": "achievement", "words": f"{PLACE} prize"},
    {"kind": "contact", "channel": "call", "words": f"{PLACE} on the phone"},
    {"kind": "satisfaction", "score": 9},
]
ROWS = sa.text(
    "SELECT table_schema, table_name FROM information_schema.tables WHERE table_type = 'BASE TABLE'"
    " AND table_schema NOT IN ('pg_catalog', 'information_schema') ORDER BY 1, 2"
)
KEPT = {
    "vault.keys": "that their key is gone, so that nobody makes them another one",
    "ingest.identity_keys": "hidden keys of theirs, so that an old file does not bring them back",
    "ingest.rows": "that a row was once theirs and is empty now; asked for again it is answered as erased",
    "ingest.quarantine": "that a record about them was parked, emptied",
    "calendar.people": "that they are gone, so that a late fact announces nothing",
    "rules.people": "that they are gone, so that a late fact plans nothing",
    "desk.gone": "that they are gone, so that a late verb is refused",
    "matching.gone": "that they are gone, so that a late fact matches nothing",
    "query.departures": "that they are gone, so that whoever asks is told so",
    "query.timeline": "the fact that they were erased, and why",
    **{
        f"{service}.outbox": "what was sent within the last days, sealed, should the log lose its tail"
        for service in ("ingest", "calendar", "matching", "rules", "desk")
    },
}
"""Where an erased person's id may still stand, and why."""


@dataclass
class Agency:
    """One installation at work, and who asks it."""

    installation: Installation
    client: Client
    answers: Answers
    crew: Crew

    def settle(self) -> None:
        """Wait until everything sent was read by all."""
        watch = Watch(self.installation)
        assert wait_until(watch.quiet, SETTLE_S), watch.behind()

    def hook(self, payload: object) -> None:
        """Deliver a web hook."""
        self.client.hook(Hook(1, json.dumps(payload).encode()))

    def people(self) -> list[str]:
        """The ids of all who have a task."""
        return sorted({each["person"] for each in self.client.read("/v1/tasks", limit=100)["tasks"]})

    def tables(self) -> Iterator[tuple[str, list[str]]]:
        """Every table of the database with its rows, bytes as hexadecimal digits."""
        with transaction(self.installation.parts("query").engine) as connection:
            for schema, name in connection.execute(ROWS).all():
                rows = connection.execute(sa.text(f'SELECT to_jsonb(t)::text FROM "{schema}"."{name}" t'))  # noqa: S608 - names of the catalogue
                yield f"{schema}.{name}", list(rows.scalars())

    def holding(self, *words: str) -> set[str]:
        """The tables in which one of these words stands, in the clear or as bytes."""
        wanted = [form for word in words for form in (word.lower(), word.encode().hex())]
        return {
            name for name, rows in self.tables() for row in rows if any(one in row.lower() for one in wanted)
        }

    def logged(self) -> bytes:
        """All bytes of all records on the log."""
        log = self.installation.log
        partitions = [each for topic in READ for each in self.installation.partitions(topic)]
        begin, end = log.beginnings(partitions), log.ends(partitions)
        records = (record for each in partitions for record in log.scan(each, begin[each], end[each]))
        return b"".join((one.key or b"") + (one.value or b"") + repr(one.headers).encode() for one in records)


@pytest.fixture
def agency(kafka: str, database_url: str, topic_prefix: str, tmp_path: Path) -> Iterator[Agency]:
    with Installation.on(kafka, database_url, topic_prefix) as installation:
        answers = Answers()
        with (
            Crew(tmp_path, installation.environment, MEMBERS) as crew,
            Client(installation, answers) as client,
        ):
            assert wait_until(client.ready, START_S), crew.said("http")
            yield Agency(installation, client, answers, crew)


def tell_all(agency: Agency) -> str:
    """Whatever can be told of Jane is told, by every way there is; her id."""
    today = date.today()  # noqa: DTZ011 - the installation plays on the machine's own day
    jane = {"first_name": f"{PLACE} Jane", "email_addresses": [{"value": f"jane@{PLACE}.example"}]}
    agency.hook(hire(candidate_says=jane, offer={"starts_at": str(today)}))
    profile = f"https://www.linkedin.com/in/{PLACE}"
    row = f"Jane,{PLACE},{profile},jane@{PLACE}.example,{PLACE} Ltd,Chef,01 Mar 2026"
    head = "First Name,Last Name,URL,Email Address,Company,Position,Connected On"
    agency.client.file(File("linkedin", "Connections.csv", f"{head}\n{row}\n".encode(), today))
    agency.settle()
    (person,) = agency.people()
    told = agency.client.ask("POST", f"/v1/people/{person}/facts", json=TOLD)
    assert told.is_success, told.text
    agency.hook(about("update_candidate", candidate={"id": 1, "first_name": [PLACE]}))  # cannot be read
    agency.settle()
    work_on(agency)
    agency.settle()
    return person


def work_on(agency: Agency) -> None:
    """Do one of her tasks, and put another one off."""
    done, *later = (one["task"] for one in agency.client.read("/v1/tasks", limit=100)["tasks"])
    agency.client.verb(done, "claim", by="ann")
    agency.client.verb(done, "complete", by="ann", outcome="replied", note=f"{PLACE} again")
    for task in later[:1]:
        agency.client.verb(task, "claim", by="ann")
        agency.client.verb(task, "dismiss", by="ann", reason="not_relevant", note=PLACE)


def test_nothing_of_somebody_erased_can_be_read_anywhere(agency: Agency) -> None:
    """No word about her in any table or on the log, and her id only where it has to stand."""
    person = tell_all(agency)
    assert agency.holding(PLACE)
    assert PLACE.lower().encode() not in agency.logged().lower()
    agency.hook(deletion())
    agency.settle()
    assert agency.holding(PLACE) == set()
    assert agency.holding(person) <= KEPT.keys()
    said = "".join(agency.crew.said(name) for name in MEMBERS)
    assert PLACE.lower() not in said.lower()


def test_what_is_asked_of_somebody_erased_names_nobody(agency: Agency) -> None:
    """They are gone for whoever asks, and nothing they said is in the answer."""
    person = tell_all(agency)
    agency.hook(deletion())
    agency.settle()
    for path in (f"/v1/people/{person}", f"/v1/people/{person}/timeline", "/v1/tasks", "/metrics"):
        answer: Any = agency.client.ask("GET", path)
        assert answer.status_code in {200, 410}
        assert PLACE.lower() not in answer.text.lower()
