"""What vendors send about the people of a test agency: seeded, so that each run has the same history."""

import csv
import hmac
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from hashlib import sha256
from random import Random
from typing import Any

Json = dict[str, Any]
STAGES = ("Application Review", "Assessment", "Face to Face", "Reference Check", "Offer")
CLIENTS = ("Northwind", "Contoso", "Fabrikam", "Tailspin", "Litware")
TITLES = ("Engineer", "Senior Engineer", "Analyst", "Head of Data", "Designer")
RECRUITERS = ("ann@agency.example", "ben@agency.example", "cleo@agency.example")
IN_ATS, IN_CSV = 0.7, 0.9
"""Up to the first share of people come by web hook, up to the second by file; the rest only by LinkedIn."""
PROBED = 24
AGAIN = 0.05
"""So many web hooks come twice."""


@dataclass(frozen=True)
class Hook:
    """One Greenhouse web hook."""

    person: int
    payload: bytes

    def headers(self, secret: str) -> Mapping[str, str]:
        """As Greenhouse signs it."""
        signature = hmac.new(secret.encode(), self.payload, sha256).hexdigest()
        return {"Signature": f"sha256 {signature}", "Content-Type": "application/json"}


@dataclass(frozen=True)
class File:
    """One file for a feed."""

    feed: str
    name: str
    content: bytes
    exported_on: date


Sent = Hook | File


@dataclass
class Agency:
    """People numbered from 0, each with what happens to them."""

    people: int
    stages: int
    """Stage changes of each person in the ATS."""
    today: date
    random: Random = field(default_factory=lambda: Random(20_260_301))  # noqa: S311 - repeatable, no secret

    def hooks(self) -> list[Hook]:
        """The web hooks of everybody, mixed; of one person in the order in which things happen."""
        lines = [list(self._person(number)) for number in range(int(self.people * IN_ATS))]
        order = [number for number, line in enumerate(lines) for _ in line]
        self.random.shuffle(order)
        turns = [iter(line) for line in lines]
        mixed = [next(turns[number]) for number in order]
        return [sent for hook in mixed for sent in self._maybe_twice(hook)]

    def probes(self, turn: int) -> list[Hook]:
        """Something new about people of no other use, enough of them to be in every partition."""
        return [self._stage_change(number, turn) for number in range(self.people, self.people + PROBED)]

    def files(self) -> list[File]:
        """Placements, later corrected, and two LinkedIn exports."""
        placed = range(int(self.people * IN_ATS), int(self.people * IN_CSV))
        connected = range(self.people // 3, self.people)
        earlier, today = self.today - timedelta(days=60), self.today
        return [
            File("placements", "placements.csv", self._placements(placed, shift=0), earlier),
            File("linkedin", "Connections.csv", self._connections(connected, moved=0.0), earlier),
            File("placements", "corrected.csv", self._placements(placed, shift=3), today),
            File("linkedin", "Connections.csv", self._connections(connected, moved=0.3), today),
        ]

    def _maybe_twice(self, hook: Hook) -> Iterator[Hook]:
        yield hook
        if b"delete_candidate" not in hook.payload and self.random.random() < AGAIN:
            yield hook

    def _person(self, number: int) -> Iterator[Hook]:
        for stage in range(self.stages):
            yield self._stage_change(number, stage)
            if stage == self.stages // 2:
                yield self._hire(number)
        chance = self.random.random()
        if chance < 0.3:
            yield from (self._offer(number, version) for version in (1, 2))
        elif chance < 0.4:
            yield self._hook(number, "unhire_candidate", application=self._application(number))
        elif chance > 0.97:
            yield self._hook(
                number, "delete_candidate", person={"id": 1000 + number, "first_name": f"Given{number}"}
            )

    def _hook(self, number: int, action: str, **payload: object) -> Hook:
        return Hook(number, json.dumps({"action": action, "payload": payload}).encode())

    def _stage_change(self, number: int, stage: int) -> Hook:
        at = f"{self.today - timedelta(days=400 - stage)}T09:{number % 60:02}:00.000Z"
        application = self._application(number) | {
            "current_stage": {"id": 70_000 + stage, "name": STAGES[stage % len(STAGES)]},
            "last_activity_at": at,
        }
        return self._hook(number, "candidate_stage_change", application=application)

    def _hire(self, number: int) -> Hook:
        """Some began days ago, some have an anniversary now, of one to three years."""
        ago = (number % 120) if number % 2 else 365 * (1 + number % 3) + number % 12 - 6
        starts = self.today - timedelta(days=ago)
        offer = {"id": 5000 + number, "version": 1, "starts_at": str(starts)}
        application = self._application(number)
        job = {"id": 300_000 + number, "name": TITLES[number % len(TITLES)]}
        return self._hook(number, "hire_candidate", application=application | {"offer": offer, "job": job})

    def _offer(self, number: int, version: int) -> Hook:
        starts = self.today - timedelta(days=number % 100)
        return self._hook(
            number,
            "offer_created" if version == 1 else "offer_updated",
            id=5000 + number,
            application_id=900_000 + number,
            job_id=300_000 + number,
            version=version,
            sent_on=str(self.today - timedelta(days=130)),
            start_date=starts.strftime("%m/%d/%Y"),
            offer_status="Created" if version == 1 else "Accepted",
        )

    def _application(self, number: int) -> Json:
        return {
            "id": 900_000 + number,
            "status": "active",
            "prospect": False,
            "applied_at": "2020-03-22T00:00:00Z",
            "jobs": [{"id": 300_000 + number, "name": TITLES[number % len(TITLES)]}],
            "candidate": self._candidate(number),
        }

    def _candidate(self, number: int) -> Json:
        return {
            "id": 1000 + number,
            "first_name": f"Given{number}",
            "last_name": f"Family{number}",
            "email_addresses": [{"value": _email(number), "type": "personal"}],
            "phone_numbers": [],
            "recruiter": {"id": 1, "email": RECRUITERS[number % len(RECRUITERS)], "name": "Recruiter"},
        }

    def _placements(self, people: range, shift: int) -> bytes:
        rows = [
            {
                "placement_id": f"P{number}",
                "person_id": f"C{number}",
                "given_name": f"Given{number}",
                "family_name": f"Family{number}",
                "email": _email(number),
                "client": CLIENTS[number % len(CLIENTS)],
                "title": TITLES[number % len(TITLES)],
                "starts_on": str(
                    self.today - timedelta(days=number % 200 + (shift if number % 4 == 0 else 0))
                ),
                "recruiter": RECRUITERS[number % len(RECRUITERS)],
            }
            for number in people
        ]
        return _table(rows)

    def _connections(self, people: range, moved: float) -> bytes:
        rows = [self._connection(number, moved=(number * 37 % 100) / 100 < moved) for number in people]
        return b"Notes:\n\n" + _table(rows)

    def _connection(self, number: int, *, moved: bool) -> Json:
        at = number + (2 if moved else 0)
        return {
            "First Name": f"Given{number}",
            "Last Name": f"Family{number}",
            "URL": f"https://www.linkedin.com/in/person{number}",
            "Email Address": _email(number),
            "Company": CLIENTS[at % len(CLIENTS)],
            "Position": TITLES[at % len(TITLES)],
            "Connected On": (self.today - timedelta(days=500)).strftime("%d %b %Y"),
        }


def _email(number: int) -> str:
    return f"person{number}@example.com"


def _table(rows: list[Json]) -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, fieldnames=list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()
