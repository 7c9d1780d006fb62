"""An agency on real services, and its console."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import httpx2
from e2e.crew import Crew
from e2e.installation import Installation
from vocabulary.identity_provider import CLIENT, SECRET, IdentityProvider
from vocabulary.payloads import placement, table

from browser.first_start import Begun
from browser.window import TOKEN
from services.cli.client import Client, Json
from services.local.ports import free_ports
from services.local.processes import wait_until
from shared.clock import day_of
from shared.errors import NotFoundError

WAIT_S = 60.0
ROSA, BEN = "rosa@agency.example", "ben@agency.example"
"""Two of the sample's recruiters."""
KINDS = (
    "http",
    "console",
    "ingest-worker",
    "desk-worker",
    "calendar",
    "matching",
    "relay",
    "rules",
    "projector",
)


@dataclass
class Office:
    """The agency's console, and its API for what a test has to know or bring about beside the page."""

    console: str
    """The address of the console."""
    api: Client
    today: date
    crew: Crew
    provider: IdentityProvider
    """Where its people have their accounts."""
    begun: Begun | None = None
    """How it was begun with."""

    @classmethod
    @contextmanager
    def opened(cls, kafka: str, database_url: str, topic_prefix: str, folder: Path) -> Iterator["Office"]:
        """All services, as processes of their own, on these servers; what they print goes to `folder`."""
        (port,) = free_ports(1)
        console = f"http://127.0.0.1:{port}"
        with (
            IdentityProvider() as provider,
            Installation.on(
                kafka,
                database_url,
                topic_prefix,
                console_port=port,
                api_token=TOKEN,
                console_url=console,
                oidc_issuer=provider.issuer,
                oidc_client_id=CLIENT,
                oidc_client_secret=SECRET,
                oidc_roles="*@agency.example=recruiter",
            ) as installation,
        ):
            settings = installation.settings
            today = day_of(settings.clock.now(), settings.zone)
            members = {name: name for name in KINDS}
            with Crew(folder, installation.environment, members) as crew, Client(settings) as api:
                office = cls(console, api, today, crew, provider)
                assert wait_until(office.answers, WAIT_S), crew.said("console") + crew.said("http")
                yield office

    def answers(self) -> bool:
        """Whether console and services answer."""
        try:
            return all(httpx2.get(f"{at}/readyz").is_success for at in (self.console, self.api.address))
        except httpx2.TransportError:
            return False

    def tasks(self, **asked: str) -> list[Json]:
        """Tasks as the API lists them."""
        return list(self.api.get("/v1/tasks", **asked)["tasks"])

    def task(self, **asked: str) -> str:
        """The first task that is so, once there is one."""
        assert wait_until(lambda: bool(self.tasks(**asked)), WAIT_S), (asked, self.crew.said("rules"))
        return str(self.tasks(**asked)[0]["task"])

    def take(self, task: str, by: str) -> None:
        """Have a recruiter hold a task, if they do not already."""
        wait_until(lambda: self._taken(task, by), WAIT_S)

    def tokens(self, name: str) -> list[Json]:
        """What is known of the tokens of a name, the newest first."""
        return [each for each in self.api.get("/v1/tokens")["tokens"] if each["name"] == name]

    def person(self, placed: str) -> str:
        """The id of somebody the placements file calls so."""
        return str(self.api.get("/v1/feeds/placements/person", id=placed)["person"])

    def send(self, feed: str, name: str, content: bytes, **form: str) -> str:
        """Send a file; the id of its import, once it was read."""
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / name
            file.write_bytes(content)
            upload = str(self.api.upload(f"/v1/feeds/{feed}/files", file, form)["import"])
        assert wait_until(lambda: self._read(upload), WAIT_S), self.crew.said("ingest-worker")
        return upload

    def state(self, task: str) -> str:
        """What became of a task."""
        return str(self.api.get(f"/v1/tasks/{task}")["state"])

    def reviews(self, pairs: int) -> list[Json]:
        """Who may be one, once there are so many pairs."""
        path = "/v1/identity/reviews"
        assert wait_until(lambda: len(self.api.get(path)["reviews"]) >= pairs, WAIT_S)
        return list(self.api.get(path)["reviews"])

    def parked(self) -> str:
        """The last record that could not be read."""
        return str(self.api.get("/v1/quarantine")["records"][0]["record"])

    def merge(self, one: str, other: str) -> str:
        """Two people of these names whom somebody said to be one; the merge's id."""
        rows = [
            placement(placement_id=name, person_id=name, email=f"{name}@example.com", given_name=name)
            for name in (one, other)
        ]
        self.send("placements", "merged.csv", table(rows))
        into = self.person(other)
        self.api.post(f"/v1/people/{self.person(one)}/merge", {"into": into})
        merges = self.api.get("/v1/identity/merges")["merges"]
        return next(str(each["merge"]) for each in merges if each["into"]["person"] == into)

    def backtest(self, toml: bytes) -> str:
        """The id of a backtest of a playbook, once it has ended."""
        asked = self.api.send("/v1/backtests", toml, {"Content-Type": "application/toml"})["id"]
        path = f"/v1/backtests/{asked}"
        assert wait_until(lambda: bool(self.api.get(path)["state"] != "running"), WAIT_S), self.crew.said(
            "http"
        )
        return str(asked)

    def _read(self, upload: str) -> bool:
        return bool(self.api.get(f"/v1/imports/{upload}")["state"] == "done")

    def _taken(self, task: str, by: str) -> bool:
        """The desk may hear of a task after the queue did; who holds it already may claim it again."""
        try:
            self.api.post(f"/v1/tasks/{task}/claim", {"by": by})
        except NotFoundError:
            return False
        return True
