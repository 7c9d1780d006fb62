"""Candidates who became clients."""

from datetime import date
from typing import Any

from vocabulary.installation import JANE, JOHN, TASK, Installation

from shared.facts.corrections import FactRetracted
from shared.facts.favours import ClientWon
from shared.facts.outreach import OutreachCompleted
from shared.facts.people import PersonAbsorbed, PersonErased, PersonProfiled
from shared.facts.placements import PlacementStarted
from shared.facts.spans import exactly

PLACED = PlacementStarted(feed="ats", placement="p", starts=exactly(date(2024, 5, 1)), client="Acme")


def won(day: int = 1, employer: str = "Globex") -> ClientWon:
    return ClientWon(feed="desk", on=date(2026, 3, day), employer=employer)


def offered(play: str = "offer_to_build_their_team") -> OutreachCompleted:
    return OutreachCompleted(task=TASK, version=1, by="ann", play=play, outcome="met", on=date(2026, 2, 1))


def conversions(here: Installation, **asked: str) -> dict[str, Any]:
    found: dict[str, Any] = here.client().get("/v1/conversions", params=asked).json()
    return found


def steps(here: Installation) -> tuple[int, int, int]:
    found = conversions(here)
    return found["placed"], found["offered"], found["won"]


def test_from_candidate_to_client(here: Installation) -> None:
    """Each person once in each step, however often they were offered it or won; with who and where."""
    here.project(PersonProfiled(feed="ats", name="Jane Doe"), PLACED, offered(), offered(), won(), won(2))
    here.project(PLACED, offered("ask_for_a_review"), person=JOHN)
    assert steps(here) == (2, 1, 1)
    first = conversions(here)["conversions"][0]
    assert (first["name"], first["employer"]) == ("Jane Doe", "Globex")
    assert (first["on"], first["placed_on"]) == ("2026-03-02", "2024-05-01")


def test_it_is_read_page_by_page(here: Installation) -> None:
    """The newest first."""
    here.project(won(1), won(3))
    here.project(won(2), person=JOHN)
    first = conversions(here, limit="2")
    rest = conversions(here, cursor=first["next"])
    days = [one["on"] for one in (*first["conversions"], *rest["conversions"])]
    assert (days, rest["next"]) == (["2026-03-03", "2026-03-02", "2026-03-01"], None)


def test_what_is_taken_back_or_forgotten_counts_no_more(here: Installation) -> None:
    """A survivor of a merge brings it along once."""
    (event,) = here.project(won())
    copy = here.record(here.event(event.body, JOHN, id=event.id, forwarded_by="m"))
    here.project(PersonAbsorbed(into=JOHN, merge="m"), person=JANE)
    here.take([copy, copy])
    assert steps(here) == (0, 0, 1)
    here.project(FactRetracted(fact=event.id, reason="by mistake"), person=JOHN)
    assert steps(here) == (0, 0, 0)
    here.project(won(4), person=JOHN)
    here.project(PersonErased(reason="asked"), person=JOHN)
    assert (steps(here), here.rows()["won"]) == ((0, 0, 0), [])
