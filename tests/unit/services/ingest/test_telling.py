"""What follows from the difference to what was said before."""

import json

from vocabulary.backup import Backup
from vocabulary.inbox import Ingest
from vocabulary.payloads import connection, hire, table

from services.ingest.tables import metadata
from shared.facts.people import PersonProfiled
from shared.facts.roles import RoleChanged


def works_at(ingest: Ingest, company: str, day: str) -> None:
    ingest.read("linkedin", table([connection(Company=company)]), exported_on=day)


def changes(ingest: Ingest) -> dict[str, str | None]:
    """The employers that somebody went to, by the ids under which that was said."""
    events = ingest.events("role.changed")
    return {event.id: event.body.employer for event in events if isinstance(event.body, RoleChanged)}


def titles(ingest: Ingest) -> list[str | None]:
    return [body.title for body in ingest.bodies("person.profiled") if isinstance(body, PersonProfiled)]


def test_a_database_that_forgot_gives_another_change_another_id(ingest: Ingest) -> None:
    """Beta stands on the log; what was forgotten with it must not lend its id to Gamma."""
    works_at(ingest, "Acme", "2026-03-01")
    backup = Backup(ingest.wired.engine, metadata)
    works_at(ingest, "Beta", "2026-03-05")
    sent = changes(ingest)
    backup.put_back()
    works_at(ingest, "Gamma", "2026-03-09")
    assert list(changes(ingest).values()) == ["Gamma"]
    assert not sent.keys() & changes(ingest).keys()


def test_a_database_that_forgot_gives_the_same_change_the_same_id(ingest: Ingest) -> None:
    """The file is sent once more; on the log it is a repeat, which readers drop."""
    works_at(ingest, "Acme", "2026-03-01")
    backup = Backup(ingest.wired.engine, metadata)
    works_at(ingest, "Beta", "2026-03-05")
    sent = changes(ingest)
    backup.put_back()
    works_at(ingest, "Beta", "2026-03-05")
    assert changes(ingest) == sent


def test_what_is_taken_up_late_does_not_undo_what_is_newer(ingest: Ingest) -> None:
    """A crash left the first web hook; what it says was overtaken, and counts when it is said again."""
    webhooks = ingest.inbox.webhooks
    first, second, third = (
        json.dumps(hire(application=10 + number, candidate_says={"title": title})).encode()
        for number, title in enumerate(["Engineer", "Lead", "Engineer"])
    )
    late = webhooks.row("greenhouse", first)
    for payload in (second, None, third):
        ingest.pass_time(1)
        webhooks.take([webhooks.row("greenhouse", payload) if payload else late])
    assert titles(ingest) == ["Lead", "Engineer"]
