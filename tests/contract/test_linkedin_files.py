"""LinkedIn's files as they come from accounts in several languages and of several years."""

import random
from collections.abc import Iterator

import pytest
from vocabulary.inbox import Ingest
from vocabulary.payloads import archive, connection, sample, table

from shared.facts.people import PersonProfiled
from shared.facts.roles import RoleObserved


@pytest.fixture
def ingest(database_url: str) -> Iterator[Ingest]:
    with Ingest(database_url) as made:
        yield made


@pytest.mark.parametrize("language", ["de", "fr", "es", "it", "nl", "pt"])
def test_headings_in_other_languages_are_read(ingest: Ingest, language: str) -> None:
    """On line 1, 3 or 4; with percent-encoded addresses, few e-mails, and somebody who has left."""
    found = ingest.read("linkedin", sample(f"linkedin/Connections.{language}.csv"))
    assert (found["problems"], found["unknown_columns"]) == ([], [])
    assert ingest.counts(found) == (4, 3, 1, 0)
    profiles = [body for body in ingest.bodies("person.profiled") if isinstance(body, PersonProfiled)]
    assert [(one.name, one.emails) for one in profiles] == [
        ("Zoë Brandt", ()),
        ("Jean-Luc Moreau", ("jl.moreau@example.com",)),
        ("Nuria Íñiguez", ()),
    ]
    roles = [body for body in ingest.bodies("role.observed") if isinstance(body, RoleObserved)]
    assert [(one.employer, one.title) for one in roles] == [
        ("Nordlicht GmbH", "Ingenieurin"),
        ("Moreau, Fils & Cie", "Directeur"),
    ]


def test_an_address_is_the_same_in_all_languages(ingest: Ingest) -> None:
    """Nobody is made twice."""
    for language in ("de", "fr"):
        ingest.read("linkedin", sample(f"linkedin/Connections.{language}.csv"))
    assert ingest.types().count("person.registered") == 3


def test_an_export_without_addresses_is_refused_by_that_name(ingest: Ingest) -> None:
    """Until mid-2023 there was no URL, and a name alone tells nobody from another."""
    old = b"First Name,Last Name,Email Address,Company,Position,Connected On\nA,B,,C,D,14 May 2021\n"
    assert "missing: URL" in ingest.upload("linkedin", old).json()["detail"]


ODD = (
    "",
    "null",
    "None",
    "7",
    "-",
    "[]",
    "\t",
    "\u202e",
    "=1+1",
    "https://www.linkedin.com/in/%E9",
    "A" * 2_500,
)
ENCODINGS = ("utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-be", "utf-32")


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_whatever_the_rows_say_each_is_counted(ingest: Ingest, encoding: str) -> None:
    """Facts, quarantine or known: never an exception, never silence."""
    dice = random.Random(encoding)  # noqa: S311 - repeatable
    rows = []
    for number in range(60):
        row = connection(**{"First Name": "José", "URL": f"https://www.linkedin.com/in/p{number}"})
        for column in dice.sample(list(row), dice.randrange(4)):
            cut = row[column][: dice.randrange(9)]
            row[column] = dice.choice([*ODD[: -1 if encoding == "cp1252" else None], cut, *row.values()])
        rows.append(row)
    content = table(rows).decode().encode(encoding, "replace")
    found = ingest.read("linkedin", archive({"Connections.csv": content}))
    empty = sum(not any(cell.strip() for cell in row.values()) for row in rows)
    assert found["state"] == "done"
    assert found["read"] == found["new"] + found["known"] + found["quarantined"] == 60 - empty
    assert found["new"] > 20
    assert found["quarantined"] > 5


@pytest.mark.parametrize("file", ["Connections.pt.csv", "messages.2026.csv"])
def test_whatever_bytes_a_sample_has_there_is_an_answer(ingest: Ingest, file: str) -> None:
    """Read row by row, or refused with its reason; nobody's failure."""
    dice = random.Random(file)  # noqa: S311 - repeatable
    good = sample(f"linkedin/{file}")
    for _ in range(25):
        spoilt = bytearray(good)
        for _ in range(dice.randrange(1, 20)):
            spoilt[dice.randrange(len(spoilt))] = dice.choice((0, 10, 34, 44, 0xFF, dice.randrange(256)))
        answer = ingest.upload("linkedin", bytes(spoilt[: dice.randrange(1, len(spoilt))]), file)
        assert answer.status_code in (202, 422)
        ingest.work()
        found = ingest.imported(answer.json()["import"])
        assert found["state"] in ("done", "failed")
        assert found["read"] == sum(found[one] for one in ("new", "known", "quarantined", "ignored"))
