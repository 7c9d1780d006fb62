"""LinkedIn's files as they come from accounts in several languages and of several years."""

from collections.abc import Iterator

import pytest
from vocabulary.inbox import Ingest
from vocabulary.payloads import sample

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
