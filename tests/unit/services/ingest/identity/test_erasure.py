"""Erased means erased: in the database, on the log, and when old payloads come again."""

import pytest
from vocabulary.inbox import Ingest
from vocabulary.payloads import about, connection, deletion, hire, merge, placement, table

HOLDING = (
    "rows WHERE raw IS NOT NULL",
    "snapshots",
    "known_facts",
    "history",
    "quarantine WHERE value IS NOT NULL",
)


def held(ingest: Ingest) -> int:
    """How much readable is kept of anybody."""
    return sum(int(ingest.scalar(f"SELECT count(*) FROM ingest.{where}")) for where in HOLDING)  # noqa: S608 - constants


def test_erasing_somebody_clears_all_that_is_kept(ingest: Ingest) -> None:
    """Payloads, snapshots, history, quarantine, and the key."""
    ingest.take(hire(), hire(offer=3))
    ingest.follow()
    assert ingest.states(deletion()) == ["new"]
    assert held(ingest) == 0
    assert not any(event.opened for event in ingest.events("person.profiled"))
    assert ingest.types()[-1] == "person.erased"


def test_an_old_payload_brings_nobody_back(ingest: Ingest) -> None:
    """Neither the same bytes nor others of the same candidate."""
    ingest.take(hire(), deletion())
    before = ingest.types()
    assert ingest.states(hire(), hire(application=11), deletion()) == ["known", "erased", "known"]
    assert ingest.types() == before
    assert held(ingest) == 0


def test_a_file_brings_nobody_back(ingest: Ingest) -> None:
    """Recruiters export their connections again, for years."""
    export = table([connection(**{"Email Address": "jane@example.com"})])
    ingest.read("linkedin", export, exported_on="2026-03-01")
    ingest.take(hire(), deletion())
    before = ingest.types()
    later = table([connection(Company="Globex")])
    assert ingest.counts(ingest.read("linkedin", later, exported_on="2026-03-09")) == (1, 0, 1, 0)
    assert ingest.types() == before
    assert held(ingest) == 0


def test_who_comes_back_with_a_new_record_is_somebody_new(ingest: Ingest) -> None:
    """An address that was theirs does not speak against a new hire."""
    ingest.take(hire(1, 10), deletion(1))
    assert ingest.states(hire(2, 11)) == ["new"]
    assert len({event.subject for event in ingest.events("placement.started")}) == 2


def test_a_deletion_of_somebody_unknown_keeps_them_unknown(ingest: Ingest) -> None:
    """Web hooks overtake each other."""
    assert ingest.states(deletion(), hire()) == ["known", "erased"]
    assert ingest.types() == []


def test_erasing_the_survivor_erases_whom_they_absorbed(ingest: Ingest) -> None:
    """Both were one person."""
    other = {"email_addresses": [{"value": "j@example.com"}]}
    ingest.take(hire(1, 10), hire(2, 11, candidate_says=other), merge(2, into=1), deletion(1))
    assert len({event.subject for event in ingest.events("person.erased")}) == 2
    assert not any(event.opened for event in ingest.events("person.profiled"))


def test_a_deletion_after_a_merge_erases_nobody(ingest: Ingest) -> None:
    """The vendor deletes what is now part of somebody else."""
    other = {"email_addresses": [{"value": "j@example.com"}]}
    ingest.take(hire(1, 10), hire(2, 11, candidate_says=other), merge(2, into=1))
    assert ingest.states(deletion(2)) == ["known"]
    assert ingest.events("person.erased") == []


def test_an_anonymisation_erases(ingest: Ingest) -> None:
    """Personal fields may be kept no longer."""
    ingest.take(hire())
    assert ingest.states(about("candidate_anonymized", candidate_id=1, anonymized_fields=[])) == ["new"]
    assert held(ingest) == 0


def test_the_log_erases_what_a_restored_database_still_has(ingest: Ingest) -> None:
    """Ingest reads its own words, and forgets once more."""
    ingest.take(hire())
    person = ingest.events()[0].subject
    ingest.read("placements", table([placement(person_id="other", email="")]))
    ingest.take(deletion())
    ingest.scalar(f"UPDATE ingest.rows SET raw = 'x' WHERE person = '{person}' RETURNING 1")  # noqa: S608 - a test's own id
    ingest.follow()
    assert ingest.scalar(f"SELECT count(raw) FROM ingest.rows WHERE person = '{person}'") == 0  # noqa: S608 - as above
    assert held(ingest) > 0


@pytest.mark.parametrize(
    "refused",
    [
        placement(starts_on="2026-02-31"),
        placement(person_id="", starts_on="2026-02-31"),
        placement(starts_on="2026-02-31", email="", linkedin_url="https://www.linkedin.com/in/jane-doe"),
    ],
)
def test_a_refused_row_goes_with_whom_it_speaks_of(ingest: Ingest, refused: dict[str, str]) -> None:
    """It is in quarantine under whatever key can be read, before or after the person is known."""
    ingest.read("linkedin", table([connection(**{"Email Address": "jane@example.com"})]))
    ingest.take(hire())
    ingest.read("placements", table([refused]))
    assert len(ingest.parked()) == 1
    ingest.take(deletion())
    assert held(ingest) == 0
    assert ingest.parked() == []


def test_a_line_without_columns_goes_with_whom_it_speaks_of(ingest: Ingest) -> None:
    """An address that stands anywhere in it says whose it is."""
    ingest.take(hire())
    header, row = table([placement()]).splitlines()
    ingest.read("placements", b"\n".join([header, row + b",one,too,many"]))
    assert len(ingest.parked()) == 1
    ingest.take(deletion())
    assert held(ingest) == 0
