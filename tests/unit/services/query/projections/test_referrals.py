"""Who told the agency of whom."""

from datetime import date
from typing import Any
from uuid import UUID

from vocabulary.installation import JANE, JOHN, Installation

from shared.envelope import Event
from shared.facts.corrections import FactRetracted
from shared.facts.favours import ReferralMade, ReferralPlaced
from shared.facts.people import PersonAbsorbed, PersonErased, PersonProfiled

MARY, PAUL, RUTH = (str(UUID(int=number)) for number in (3, 4, 5))
Network = dict[str, Any]
NAMES = {JANE: "Jane Doe", JOHN: "John Roe", MARY: "Mary Poe", PAUL: "Paul Moe", RUTH: "Ruth Loe"}


def named(here: Installation, *people: str) -> None:
    for person in people:
        here.project(PersonProfiled(feed="ats", name=NAMES[person]), person=person)


def refers(here: Installation, by: str, referred: str | None, day: int = 1, referral: str = "") -> Event:
    id_, on = referral or f"{by} {referred}", date(2026, 3, day)
    told = ReferralMade(feed="desk", referral=id_, on=on, referred=referred, name="as told")
    (made,) = here.project(told, person=by)
    return made


def around(here: Installation, person: str = JANE) -> Network:
    found: Network = here.client().get(f"/v1/people/{person}/network").json()
    return found


def degrees(found: Network) -> dict[str, int]:
    return {each["name"]: each["degree"] for each in found["people"]}


def test_people_are_found_two_referrals_away_in_either_direction(here: Installation) -> None:
    """Whom they told of and who told of them, and so once more; beyond that nobody."""
    named(here, *NAMES)
    refers(here, JANE, JOHN)
    refers(here, JOHN, MARY)
    refers(here, PAUL, JANE)
    refers(here, MARY, RUTH)
    assert degrees(around(here)) == {"Jane Doe": 0, "John Roe": 1, "Paul Moe": 1, "Mary Poe": 2}
    assert {(one["by_name"], one["name"]) for one in around(here)["referrals"]} == {
        ("Jane Doe", "John Roe"),
        ("John Roe", "Mary Poe"),
        ("Paul Moe", "Jane Doe"),
    }


def test_what_came_of_it_is_told_with_it(here: Installation) -> None:
    """Of somebody not known to us, by the name they were told of."""
    named(here, JANE)
    refers(here, JANE, None, referral="r")
    placed = ReferralPlaced(referral="r", placement="p", on=date(2026, 4, 1))
    here.project(placed)
    (found,) = around(here)["referrals"]
    assert (found["name"], found["referred"], found["placed_on"]) == ("as told", None, "2026-04-01")


def test_what_is_taken_back_or_said_again_counts_as_it_was_said_last(here: Installation) -> None:
    """Here and in the list of the whole agency."""
    named(here, JANE, JOHN, MARY)
    refers(here, JANE, None, referral="r")
    refers(here, JANE, JOHN, day=2, referral="r")
    wrong = refers(here, JANE, MARY, day=3, referral="s")
    here.project(FactRetracted(fact=wrong.id, reason="it was another Jane"))
    told = here.client().get("/v1/referrals").json()["referrals"]
    (one,) = told
    assert (one["by_name"], one["name"], one["on"]) == ("Jane Doe", "John Roe", "2026-03-02")
    assert degrees(around(here)) == {"Jane Doe": 0, "John Roe": 1}


def test_the_list_is_read_page_by_page(here: Installation) -> None:
    """The newest first, each once."""
    made = [refers(here, JANE, None, day=day, referral=str(day)) for day in (1, 2, 3, 4, 5)]
    seen: list[str] = []
    cursor: dict[str, str] = {}
    while True:
        page = here.client().get("/v1/referrals", params={"limit": "2", **cursor}).json()
        seen += [one["on"] for one in page["referrals"]]
        if page["next"] is None:
            break
        cursor = {"cursor": page["next"]}
    assert seen == [f"2026-03-0{day}" for day in (5, 4, 3, 2, 1)]
    assert len(made) == len(seen)


def test_a_merge_moves_what_others_told_of_who_is_absorbed(here: Installation) -> None:
    """Under the id they have now, from either side; their old page leads to the new one."""
    named(here, JANE, JOHN, MARY)
    refers(here, JANE, JOHN)
    here.project(PersonAbsorbed(into=MARY, merge="m"), person=JOHN)
    assert degrees(around(here)) == {"Jane Doe": 0, "Mary Poe": 1}
    assert degrees(around(here, MARY)) == {"Mary Poe": 0, "Jane Doe": 1}
    assert here.client().get(f"/v1/people/{JOHN}/network").headers["location"].endswith(f"{MARY}/network")


def test_of_who_was_forgotten_nothing_is_shown(here: Installation) -> None:
    """Not even the name that somebody else said; and what they told is gone with them."""
    named(here, JANE, JOHN, MARY)
    refers(here, JANE, JOHN)
    refers(here, JOHN, MARY)
    here.project(PersonErased(reason="asked"), person=JOHN)
    assert degrees(around(here)) == {"Jane Doe": 0}
    (told,) = around(here)["referrals"]
    assert (told["name"], told["referred"]) == (None, None)
    assert degrees(around(here, MARY)) == {"Mary Poe": 0}
    assert here.client().get(f"/v1/people/{JOHN}/network").status_code == 410


def test_of_who_knows_many_the_nearest_are_shown(here: Installation) -> None:
    """At most two hundred, and it says so."""
    for number in range(210):
        refers(here, JANE, str(UUID(int=1_000 + number)), referral=str(number))
    found = around(here)
    assert (len(found["people"]), found["truncated"]) == (200, True)
