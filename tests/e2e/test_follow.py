"""A program of others, written from what is published, follows tasks in four ways, and the four agree."""

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from e2e.crew import Crew
from e2e.installation import Installation
from e2e.senders import Answers, Client
from e2e.traffic import Hook
from vocabulary.payloads import hire, merge

from services.local.processes import wait_until

SCRIPT = Path(__file__).parents[2] / "deploy" / "demo" / "follow.py"
WAIT_S = 60.0
KINDS = ("http", "ingest-worker", "desk-worker", "calendar", "relay", "rules", "projector")


@contextmanager
def following(installation: Installation, said: Path) -> Iterator[None]:
    """The program at work; what it says goes into a file."""
    settings = installation.settings
    command = (sys.executable, str(SCRIPT), "--api", installation.address, "--kafka", settings.kafka)
    with said.open("w") as out:
        program = subprocess.Popen((*command, "--prefix", settings.topic_prefix), stdout=out, stderr=out)  # noqa: S603 - our own arguments
        try:
            yield
        finally:
            program.send_signal(signal.SIGINT)  # as by Ctrl-C: it removes its web hook
            program.wait(10)


def hired(candidate: int) -> Hook:
    says = {"email_addresses": [{"value": f"c{candidate}@example.com"}]}
    return Hook(candidate, json.dumps(hire(candidate, candidate, candidate_says=says)).encode())


def test_four_ways_to_follow_tasks_agree(
    kafka: str, database_url: str, topic_prefix: str, tmp_path: Path
) -> None:
    """Hires, verbs, a merge: what was there before, and what came while it looked."""
    said = tmp_path / "said"
    with (
        Installation.on(kafka, database_url, topic_prefix, today="2026-04-02") as installation,
        Crew(tmp_path, installation.environment, {name: name for name in KINDS}) as crew,
        Client(installation, Answers()) as client,
    ):
        assert wait_until(client.ready, WAIT_S), crew.said("http")

        def exported() -> list[tuple[str, str]]:
            lines = client.ask("GET", "/v1/tasks/export?state=any").text.splitlines()
            return [(task["task"], task["etag"]) for task in map(json.loads, lines)]

        for candidate in range(1, 4):
            client.hook(hired(candidate))
        assert wait_until(lambda: len(exported()) >= 6, WAIT_S), crew.said("rules")
        with following(installation, said):
            assert wait_until(lambda: "They agree." in said.read_text(), WAIT_S), said.read_text()
            client.hook(hired(4))
            client.hook(Hook(3, json.dumps(merge(3, 2)).encode()))
            first = client.read("/v1/feeds/greenhouse/person", id="1")["person"]  # whom no merge concerns
            task = client.read("/v1/tasks", due="today", person=first)["tasks"][0]["task"]
            client.verb(task, "claim", by="ann@agency.example")
            done = client.verb(task, "complete", by="ann@agency.example", outcome="replied")
            client.read("/v1/tasks", min_version=done.json()["version"])

            def agree() -> bool:
                tags = [tag for _, tag in exported()]
                changes = sum(int(half) for tag in tags for half in tag.split("."))
                each = f"{len(tags)} tasks, {changes} changes"
                last = (said.read_text().splitlines() or [""])[-1]
                return last.count(each) == 4 and last.endswith("They agree.")

            assert wait_until(agree, WAIT_S), said.read_text()
        assert client.read("/v1/hooks")["hooks"] == []
