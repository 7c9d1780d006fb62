"""An agency's own word on employers: saved, shown, and used from then on."""

from collections.abc import Iterator
from typing import Any

import pytest
from vocabulary.inbox import Ingest
from vocabulary.payloads import connection, table

from shared.facts.roles import RoleChanged

PATH = "/v1/employers"
TOLD = {"Globex": ["Acme", "Hooli"]}


@pytest.fixture
def ingest(database_url: str) -> Iterator[Ingest]:
    with Ingest(database_url) as made:
        yield made


def save(ingest: Ingest, told: object) -> Any:  # noqa: ANN401 - a response
    return ingest.http.put(PATH, json={"employers": told})


def show(ingest: Ingest, day: str, **changes: str) -> None:
    """Jane, in LinkedIn's export of a day."""
    ingest.read("linkedin", table([connection(**changes)]), exported_on=day)


def test_it_is_saved_whole_and_taken_back(ingest: Ingest) -> None:
    """Nothing is merged with what was said before."""
    assert ingest.http.get(PATH).json() == {"employers": {}, "saved_at": None}
    kept = save(ingest, {" Globex ": ["Acme ", "Hooli"]})
    assert kept.status_code == 200
    assert kept.json()["employers"] == TOLD
    assert ingest.http.get(PATH).json() == kept.json()
    assert save(ingest, {}).json()["employers"] == {}


def test_a_new_name_is_no_job_change_and_a_move_after_it_is_one(ingest: Ingest) -> None:
    """It tells what they left by the name that was told; a new title meanwhile is one at that employer."""
    show(ingest, "2026-01-01", Company="Acme Ltd.")
    save(ingest, TOLD)
    show(ingest, "2026-02-01", Company="Globex GmbH")
    assert "role.changed" not in ingest.types()
    show(ingest, "2026-02-15", Company="Globex", Position="Head of Engineering")
    show(ingest, "2026-03-01", Company="Initech")
    promoted, moved = ingest.bodies("role.changed")
    assert isinstance(promoted, RoleChanged)
    assert isinstance(moved, RoleChanged)
    assert (promoted.move, promoted.employer, promoted.old_employer) == (False, "Acme Ltd.", "Acme Ltd.")
    assert (moved.move, moved.employer, moved.old_employer) == (True, "Initech", "Acme Ltd.")


def test_without_its_word_it_is_a_job_change(ingest: Ingest) -> None:
    """Two names are two employers."""
    show(ingest, "2026-01-01", Company="Acme Ltd.")
    show(ingest, "2026-02-01", Company="Globex GmbH")
    (changed,) = ingest.bodies("role.changed")
    assert isinstance(changed, RoleChanged)
    assert changed.move


@pytest.mark.parametrize(
    "told",
    [
        {"": ["Acme"]},
        {"Globex": ["x" * 201]},
        {"Globex": ["a\u2028b"]},
        {"Globex": ["Acme"], "Hooli": ["ACME Ltd."]},
        {"Globex": [f"Firm {n}" for n in range(2_000)]},
        {"Globex": "Acme"},
        [],
    ],
    ids=range(7),
)
def test_what_makes_no_sense_is_refused(ingest: Ingest, told: object) -> None:
    """And what was saved stays."""
    save(ingest, TOLD)
    assert save(ingest, told).status_code == 422
    assert ingest.http.get(PATH).json()["employers"] == TOLD
