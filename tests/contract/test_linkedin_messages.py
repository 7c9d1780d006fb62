"""LinkedIn's messages as touches: with people who are known, on their days, without what was written."""

import random
import threading
from collections.abc import Iterator

import pytest
from vocabulary.inbox import Ingest, Stopped, stop_at
from vocabulary.payloads import archive, connection, deletion, hire, message, sample, table
from vocabulary.workbooks import workbook

from shared.facts.contacts import ContactLogged

ZOE = {"First Name": "Zoë", "Last Name": "Brandt", "URL": "https://www.linkedin.com/in/Zoë-Brandt"}
KNOWN = table([connection(), connection(**ZOE)])
ALL_KEPT = (
    "SELECT coalesce(string_agg(encode(raw, 'escape'), ''), '') FROM ingest.rows"
    " WHERE feed = 'linkedin_messages'"
)


@pytest.fixture
def ingest(database_url: str) -> Iterator[Ingest]:
    with Ingest(database_url, timezone="Europe/Berlin") as made:
        yield made


def touches(ingest: Ingest) -> list[tuple[str, str, bool]]:
    """Whom, when, and whether they wrote."""
    people = {event.subject: event.body for event in ingest.events("person.profiled")}
    return sorted(
        (str(getattr(people[event.subject], "given_name", "")), str(event.body.on), event.body.answered)
        for event in ingest.events("contact.logged")
        if isinstance(event.body, ContactLogged)
    )


OF_2023 = [("Jane", "2023-10-02", False), ("Jane", "2023-10-02", True), ("Zoë", "2023-09-20", False)]
OF_2026 = [
    ("Jane", "2026-02-20", False),
    ("Jane", "2026-03-01", True),
    ("Zoë", "2026-02-20", False),
    ("Zoë", "2026-02-20", True),
]


@pytest.mark.parametrize(
    ("name", "expected", "counts"),
    [("messages.2023.csv", OF_2023, (6, 3, 0, 0, 3)), ("messages.2026.csv", OF_2026, (12, 3, 2, 0, 7))],
)
def test_messages_with_known_people_are_touches(
    ingest: Ingest, name: str, expected: list[tuple[str, str, bool]], counts: tuple[int, ...]
) -> None:
    """From the archive, after its connections; of whom nobody told, nobody is made."""
    content = archive({"messages.csv": sample(f"linkedin/{name}"), "Connections.csv": KNOWN})
    found = ingest.read("linkedin", content, "Complete_LinkedInDataExport_03-09-2026.zip")
    assert [one["file"] for one in found["files"]] == ["Connections.csv", "messages.csv"]
    told = found["files"][1]
    assert (*ingest.counts(told), told["ignored"]) == counts
    assert (told["problems"], told["unknown_columns"]) == ([], [])
    assert touches(ingest) == expected
    assert ingest.types().count("person.registered") == 2


def test_nothing_of_what_was_written_is_kept(ingest: Ingest) -> None:
    """Not on the log, not in a row, not in quarantine; nor who took part, once it is told."""
    ingest.read("linkedin", KNOWN)
    spoilt = sample("linkedin/messages.2026.csv").replace(b"2026-02-10 10", b"a secret day")
    content = spoilt + b'"2-AAA1","a secret, cut off\n2-AAA1,a secret,with too few cells\n'
    found = ingest.read("linkedin", content, "messages.csv")
    assert found["quarantined"] == 3
    assert ingest.scalar("SELECT count(*) FROM ingest.chunks") == 0
    kept = ingest.scalar(ALL_KEPT)
    assert "jane-doe" in kept
    assert "ecret" not in kept.replace("a secret day:00:00 UTC", "")
    assert "Ann Smith" not in kept
    assert "max-unknown" not in kept
    assert all(b"secret, cut" not in (entry.parked.value or b"") for entry in ingest.parked())
    assert all("ecret" not in repr(body) for body in ingest.bodies("contact.logged"))


def test_a_file_of_messages_may_come_alone(ingest: Ingest) -> None:
    """By the name that it has, also where a browser numbered it; or to its own feed."""
    ingest.read("linkedin", KNOWN)
    content = sample("linkedin/messages.2023.csv")
    assert ingest.read("linkedin", content, "Messages (1).csv")["feed"] == "linkedin_messages"
    assert touches(ingest) == OF_2023
    found = ingest.read("linkedin_messages", content, "whatever.csv")
    assert (*ingest.counts(found), found["ignored"]) == (6, 0, 3, 0, 3)


def test_who_is_known_later_is_told_of_by_the_same_file(ingest: Ingest) -> None:
    """Sent once more; nothing is said twice."""
    content = archive({"messages.csv": sample("linkedin/messages.2023.csv")})
    assert ingest.read("linkedin", content)["ignored"] == 6
    assert ingest.types() == []
    ingest.read("linkedin", KNOWN)
    ingest.read("linkedin", content)
    ingest.read("linkedin", content)
    assert touches(ingest) == OF_2023


def test_two_recruiters_in_one_conversation_are_one_contact(ingest: Ingest) -> None:
    """Each exports it; what a colleague wrote is no word of theirs to the agency."""
    ingest.read("linkedin", KNOWN)
    ingest.read("linkedin", sample("linkedin/messages.2026.csv"), "messages.csv")
    before = touches(ingest)
    again = sample("linkedin/messages.2026.csv") + b"\n"
    ingest.read("linkedin", again, "messages.csv")
    assert touches(ingest) == before


def test_where_either_side_may_be_the_agencys_a_message_is_held(ingest: Ingest) -> None:
    """One conversation alone does not tell whose archive it is: who is known does, unless both are."""
    one = table([message()])
    ingest.read("linkedin", KNOWN)
    found = ingest.read("linkedin", one, "messages.csv")
    assert ingest.counts(found) == (1, 1, 0, 0)
    assert touches(ingest) == [("Jane", "2026-03-01", False)]
    ingest.read("linkedin", table([connection(URL="https://www.linkedin.com/in/ann-smith")]))
    both = ingest.read("linkedin", one + b"\n", "messages.csv")
    assert ingest.counts(both) == (1, 0, 0, 1)
    assert "whose archive this is" in both["problems"][0]["reason"]


def test_nothing_is_said_of_who_was_erased(ingest: Ingest) -> None:
    """And nothing kept."""
    jane = {"social_media_addresses": [{"value": "https://www.linkedin.com/in/jane-doe"}]}
    ingest.take(hire(candidate_says=jane), deletion())
    found = ingest.read("linkedin", table([message()]), "messages.csv")
    assert ingest.counts(found) == (1, 0, 1, 0)
    assert ingest.types().count("contact.logged") == 0
    assert ingest.scalar(ALL_KEPT) == ""


def test_a_refused_message_is_cleared_with_any_of_its_people(ingest: Ingest) -> None:
    """It is parked by one of them; the file can be sent again."""
    jane = {"social_media_addresses": [{"value": "https://www.linkedin.com/in/jane-doe"}]}
    ingest.read("linkedin", KNOWN)
    ingest.take(hire(candidate_says=jane))
    both = f"{ZOE['URL']},https://www.linkedin.com/in/jane-doe"
    ingest.read(
        "linkedin", table([message(**{"RECIPIENT PROFILE URLS": both, "DATE": "soon"})]), "messages.csv"
    )
    assert "jane-doe" in ingest.scalar(ALL_KEPT)
    ingest.take(deletion())
    assert ingest.scalar(ALL_KEPT) == ""
    assert ingest.parked() == []


def test_messages_wait_for_the_connections_before_them(ingest: Ingest) -> None:
    """Whoever reads: a second reader takes nothing of the archive while the first one is not through."""
    rows = [connection(URL=f"https://www.linkedin.com/in/p{number}") for number in range(450)]
    content = archive({"messages.csv": table([message()]), "Connections.csv": table([*rows, connection()])})
    ingest.chores.importer.probe = stop_at("taken")
    id_ = ingest.upload("linkedin", content).json()["import"]
    with pytest.raises(Stopped):
        ingest.work()
    ingest.chores.importer.probe = lambda _point: None
    assert not ingest.chores.importer.step(threading.Event())
    ingest.work()
    assert ingest.counts(ingest.imported(id_)) == (452, 452, 0, 0)


def test_a_refused_file_of_messages_is_not_kept(ingest: Ingest) -> None:
    """Before mid-2023 it did not say to whom; which of its columns is what was written is not known."""
    old = b"CONVERSATION ID,FROM,TO,DATE,CONTENT\n1,A,B,2021-01-01,a secret\n"
    answer = ingest.upload("linkedin", old, "messages.csv")
    assert answer.status_code == 422
    assert "missing: RECIPIENT PROFILE URLS, SENDER PROFILE URL" in answer.json()["detail"]
    assert "Nothing of the file is kept" in answer.json()["detail"]
    found = ingest.read("linkedin", archive({"messages.csv": old, "Connections.csv": KNOWN}))
    assert [one["state"] for one in found["files"]] == ["done", "failed"]
    assert ingest.parked() == []
    assert ingest.scalar("SELECT count(*) FROM ingest.chunks") == 0


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_whatever_the_rows_say_each_is_counted(ingest: Ingest, encoding: str) -> None:
    """Facts, quarantine, known or ignored: never an exception, never silence."""
    dice = random.Random(encoding)  # noqa: S311 - repeatable
    ingest.read("linkedin", KNOWN)
    rows = []
    for number in range(60):
        row = message(**{"CONVERSATION ID": f"2-{number}", "CONTENT": "Grüße, José"})
        if number % 3:
            row["RECIPIENT PROFILE URLS"] = f"https://www.linkedin.com/in/p{number}"
        for column in dice.sample(list(row), dice.randrange(4)):
            row[column] = dice.choice(["null", "7", "\t", row[column][:9], "über", *row.values()])
        rows.append(row)
    found = ingest.read("linkedin_messages", table(rows).decode().encode(encoding))
    told = ("new", "known", "quarantined", "ignored")
    assert found["state"] == "done"
    assert found["read"] == sum(found[one] for one in told) == 60
    assert found["new"] > 5 < found["ignored"]
    assert found["quarantined"] > 0
    assert len(found["problems"]) == min(20, found["quarantined"])


def test_a_dry_run_shows_nothing_of_what_was_written(ingest: Ingest) -> None:
    """But whom the agency was in touch with, and when."""
    files = {"file": ("messages.csv", sample("linkedin/messages.2023.csv"))}
    answer = ingest.http.post("/v1/feeds/linkedin_messages/files?dry_run=true", files=files)
    found = answer.json()
    assert (found["taken"], found["refused"], found["missing"]) == (6, 0, [])
    assert [fact["type"] for fact in found["rows"][0]["facts"]] == ["contact.logged"]
    assert "ecret" not in answer.text
    assert not {"owner", "passed_over"} & set(found["absent"])


def test_a_spreadsheet_saved_anew_is_read_as_one(ingest: Ingest) -> None:
    """A workbook is a zip as well, and no archive; cells at the end of its rows may be missing."""
    connections = [list(connection()), list(connection().values())]
    assert ingest.read("linkedin", workbook(connections), "Connections.xlsx")["new"] == 1
    messages = [list(message()), [*message().values()][:7]]
    assert ingest.read("linkedin", workbook(messages), "messages.xlsx")["new"] == 1
    assert touches(ingest) == [("Jane", "2026-03-01", False)]
