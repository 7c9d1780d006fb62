"""What is given up is gone: the entry in quarantine, and the row or file behind it."""

import pytest
from vocabulary.inbox import Ingest
from vocabulary.payloads import about, hire, placement, table

from shared.facts.quarantine import RecordReleased

REFUSED = table([placement(starts_on="2026-02-31")])
UNREADABLE = b"placement_id,person,start\n1,2,3\n"


def kept(ingest: Ingest) -> int:
    """How much of what was sent is still there."""
    held = ("rows WHERE raw IS NOT NULL", "chunks", "quarantine WHERE value IS NOT NULL")
    return sum(int(ingest.scalar(f"SELECT count(*) FROM ingest.{where}")) for where in held)  # noqa: S608 - constants


def how_released(ingest: Ingest) -> list[str]:
    return [body.how for body in ingest.bodies("record.released") if isinstance(body, RecordReleased)]


def discard_all(ingest: Ingest) -> None:
    for entry in ingest.parked():
        ingest.discard(entry.parked.id)
    ingest.work()


def test_a_row_that_is_given_up_leaves_nothing(ingest: Ingest) -> None:
    """It is announced, and the import says that nothing is in quarantine any more."""
    found = ingest.read("placements", REFUSED)
    discard_all(ingest)
    assert (ingest.parked(), kept(ingest), how_released(ingest)) == ([], 0, ["discarded"])
    assert ingest.counts(ingest.imported(found["import"])) == (1, 0, 1, 0)


def test_a_web_hook_that_is_given_up_is_not_taken_up_when_it_comes_again(ingest: Ingest) -> None:
    """The same bytes are the same record."""
    bad = about("scorecard_deleted")
    ingest.take(bad)
    discard_all(ingest)
    assert ingest.states(bad) == ["discarded"]
    assert (ingest.parked(), kept(ingest)) == ([], 0)


def test_an_offer_that_is_given_up_does_not_wait_any_longer(ingest: Ingest) -> None:
    """The hire that it waited for brings nothing back."""
    ingest.take(about("offer_updated", id=5, application_id=10, version=1, offer_status="Accepted"))
    discard_all(ingest)
    ingest.take(hire())
    ingest.work()
    assert ingest.bodies("offer.made") == []


def test_a_file_that_is_given_up_is_another_file_when_it_is_sent_again(ingest: Ingest) -> None:
    """It is not taken for the one that is kept no longer."""
    first = ingest.upload("placements", UNREADABLE).json()["import"]
    discard_all(ingest)
    assert (ingest.parked(), kept(ingest), how_released(ingest)) == ([], 0, ["discarded"])
    assert ingest.upload("placements", UNREADABLE).json()["import"] != first
    assert len(ingest.parked()) == 1


@pytest.mark.parametrize("how", ["retry", "discard"])
def test_the_last_word_counts_while_nothing_is_carried_out(ingest: Ingest, how: str) -> None:
    """An operator may think again."""
    ingest.read("placements", REFUSED)
    (entry,) = ingest.parked()
    for each in {"retry", "discard"} - {how}:
        getattr(ingest, each)(entry.parked.id)
    getattr(ingest, how)(entry.parked.id)
    ingest.work()
    assert [one.attempts for one in ingest.parked()] == ([2] if how == "retry" else [])


NOBODYS = placement(person_id="", email="", starts_on="2026-02-31")


def test_what_is_nobodys_is_kept_for_some_time_only(ingest: Ingest) -> None:
    """Rows, web hooks and files that do not say whose they are are given up after 90 days."""
    ingest.read("placements", table([NOBODYS]))
    ingest.take(about("scorecard_deleted"))
    ingest.upload("placements", UNREADABLE)
    ingest.pass_time(89)
    ingest.work()
    assert len(ingest.parked()) == 3
    ingest.pass_time(2)
    ingest.work()
    assert (ingest.parked(), kept(ingest), how_released(ingest)) == ([], 0, ["expired"] * 3)


def test_what_is_somebodys_is_kept_until_they_are_erased(ingest: Ingest) -> None:
    """It is found when they ask to be forgotten."""
    ingest.take(hire())
    ingest.read("placements", REFUSED)
    ingest.pass_time(400)
    ingest.work()
    assert len(ingest.parked()) == 1


def test_how_long_is_a_setting(database_url: str) -> None:
    """An agency may keep less."""
    with Ingest(database_url, refused_days=3) as ingest:
        ingest.read("placements", table([NOBODYS]))
        ingest.pass_time(4)
        ingest.work()
        assert ingest.parked() == []
