"""The sample agency, sent through the API as its vendors and recruiters would."""

import tempfile
from datetime import date
from pathlib import Path

import msgspec

from services.cli import importing
from services.cli.client import Client
from shared.demo import FOLDER, KEY, Deed, Known, dated, exported_on, files, people, there
from shared.errors import MisconfiguredError, NotFoundError, UnreadableError
from shared.settings import Settings

ASKED_LATER = (
    "ask_for_a_referral",
    "ask_for_a_review",
    "ask_for_a_testimonial",
    "offer_to_build_their_team",
)
"""Plays whose tasks are held back at first: asks come after three gives, with two weeks between them."""


def send(client: Client, settings: Settings, today: date) -> list[str]:
    """Send every sample through the ingest API: the feeds in the order of the files' names, then the words.

    What was sent before changes nothing. Returns what is refused, each in a sentence: a mapping saved
    since is not the sample's, and who was erased is not brought back. Raises `MisconfiguredError` outside a
    checkout.
    """
    if not there():
        raise MisconfiguredError(f"the sample agency is not at {FOLDER}: use --no-demo outside a checkout")
    refused = []
    for file in files():
        try:
            _send(client, settings, file, today)
        except UnreadableError as error:
            refused.append(f"{file.parent.name}/{file.name}: {error}")
    for known in people(today):
        try:
            _tell(client, known)
        except (NotFoundError, UnreadableError) as error:
            refused.append(f"what is known of {known.feed} {known.id}: {error}")
    return refused


def act(client: Client, today: date) -> bool:
    """Do what the sample's recruiters have done, once, as far as the tasks are there; whether all is done.

    Raises `UnreadableError` and `NotFoundError` for what was refused before, by `send`.
    """
    return all(_done(client, known, deed) for known in people(today) for deed in known.done)


def _send(client: Client, settings: Settings, sample: Path, today: date) -> None:
    """Send one sample as its vendor would; a file is a snapshot, so the next one waits until it was read."""
    feed = sample.parent.name
    with tempfile.TemporaryDirectory() as folder:
        moved = Path(folder) / sample.name
        moved.write_text(dated(sample.read_text(), today))
        importing.import_file(client, settings, feed, moved, exported_on=exported_on(sample, today))


def _tell(client: Client, known: Known) -> None:
    _post(client, f"/v1/people/{_person(client, known)}/facts", known.facts)


def _post(client: Client, path: str, body: object) -> None:
    headers = {"Content-Type": "application/json", "Idempotency-Key": f"{KEY} {path}"}
    client.send(path, msgspec.json.encode(body), headers)


def _person(client: Client, known: Known) -> str:
    return str(client.get(f"/v1/feeds/{known.feed}/person", id=known.id)["person"])


def _done(client: Client, known: Known, deed: Deed) -> bool:
    """Claim the task and complete it, as a recruiter would; what was dealt with stays as it is."""
    person = _person(client, known)
    found = client.get("/v1/tasks", person=person, play=deed.play, state="any")["tasks"]
    due = [task["task"] for task in found if task["state"] in ("open", "claimed")]
    for task in due:
        try:
            _post(client, f"/v1/tasks/{task}/claim", {"by": deed.by})
        except NotFoundError:
            break  # the queue heard of it before the desk did
        completed = {"by": deed.by, "outcome": deed.outcome, "note": deed.note}
        _post(client, f"/v1/tasks/{task}/complete", completed)
    return bool(found) and not due
