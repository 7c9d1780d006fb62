"""What became of the people the agency placed."""

from datetime import date
from itertools import permutations
from typing import Any
from uuid import UUID

from vocabulary.installation import ANN, JOHN, Installation

from services.query.quarters import ending
from shared.facts import favours
from shared.facts.corrections import FactRetracted
from shared.facts.favours import ClientWon, ReferralMade, ReferralPlaced, ReviewLeft
from shared.facts.heard import SatisfactionStated
from shared.facts.people import PersonAbsorbed, PersonErased, PersonProfiled
from shared.facts.placements import (
    PlacementCancelled,
    PlacementEnded,
    PlacementRescheduled,
    PlacementStarted,
)
from shared.facts.roles import RoleChanged
from shared.facts.spans import Span, exactly

BOB = "bob/agency"
Told = dict[str, Any]


def started(placement: str = "p", on: date = date(2024, 3, 10), recruiter: str = ANN) -> PlacementStarted:
    return PlacementStarted(
        feed="ats",
        placement=placement,
        starts=exactly(on),
        recruiter=recruiter,
        client="Acme",
        title="Software Engineer",
    )


def change(title: str, on: date, old: str = "Software Engineer", *, move: bool = False) -> RoleChanged:
    return RoleChanged(
        feed="linkedin",
        role=f"{title} {on}",
        since=Span(latest=on),
        move=move,
        employer="Globex" if move else "Acme",
        title=title,
        old_employer="Acme",
        old_title=old,
    )


def impact(here: Installation, recruiter: str = "") -> Told:
    path = f"/v1/impact/recruiters/{recruiter}" if recruiter else "/v1/impact"
    found: Told = here.client().get(path).json()
    return found


def trends(here: Installation) -> list[Told]:
    found: list[Told] = (
        here.client().get("/v1/insights/trends", params={"field": "software"}).json()["trends"]
    )
    return found


def test_what_became_of_who_was_placed(here: Installation) -> None:
    """Two years in the job, one promotion since, a referral that was placed, a client, a review."""
    here.project(
        PersonProfiled(feed="ats", name="Jane Doe"),
        started(),
        change("Senior Software Engineer", date(2025, 3, 1)),
        change("Software Engineer", date(2020, 1, 1), "Junior Software Engineer"),
        ReferralMade(feed="desk", referral="r", on=date(2025, 5, 1), name="Bo"),
        ReferralMade(feed="desk", referral="s", on=date(2025, 6, 1), name="Di"),
        ReferralPlaced(referral="r", placement="q", on=date(2025, 9, 1)),
        ClientWon(feed="desk", on=date(2025, 10, 1), employer="Acme"),
        ReviewLeft(feed="desk", platform="Google", on=date(2025, 11, 1)),
        SatisfactionStated(feed="desk", on=date(2025, 11, 1), score=3),
        SatisfactionStated(feed="desk", on=date(2025, 12, 1), score=9),
        favours.TestimonialGiven(feed="desk", on=date(2025, 12, 1), publish=True, words="They cared."),
    )
    here.project(started("q", date(2026, 1, 1), BOB), started("r", date(2027, 1, 1), BOB), person=JOHN)
    told, ann, bob = impact(here), impact(here, ANN), impact(here, BOB)
    numbers = {name: told[name] for name in ("careers", "promotions", "referrals", "referrals_placed")}
    assert numbers == {"careers": 2, "promotions": 1, "referrals": 2, "referrals_placed": 1}
    assert (ann["years"], ann["clients"], ann["reviews"], ann["satisfaction"]) == (2.0, 1, 1, 9.0)
    assert [(one["name"], one["words"]) for one in ann["said"]] == [("Jane Doe", "They cared.")]
    assert (bob["careers"], bob["years"], bob["promotions"], bob["satisfaction"]) == (1, 0.2, 0, None)
    assert bob["said"] == []
    assert told["by_year"] == [{"year": 2024, "careers": 1}, {"year": 2026, "careers": 1}]
    assert [one["recruiter"] for one in told["recruiters"]] == [ANN, BOB]
    assert impact(here, "nobody")["careers"] == 0


def test_corrections_count_in_any_order(here: Installation) -> None:
    """Other dates, an end, a cancelled placement, a fact that was taken back: late, twice, in one batch."""
    wrong = here.event(started("w", date(2015, 1, 1)))
    bodies = (
        started(),
        PlacementRescheduled(feed="ats", placement="p", starts=exactly(date(2025, 3, 10))),
        PlacementEnded(feed="ats", placement="p", ended_on=date(2025, 9, 10), early=True),
        started("c"),
        PlacementCancelled(feed="ats", placement="c"),
        FactRetracted(fact=wrong.id, reason="another Jane"),
    )
    records = [here.record(each) for each in (wrong, *map(here.event, bodies))]
    seen = []
    for number, order in enumerate(list(permutations(records))[::311]):
        person = str(UUID(int=700 + number))
        events = [here.event(body, person) for body in bodies]
        again = here.event(wrong.body, person, id=wrong.id)
        own = dict(zip(records, [here.record(one) for one in (again, *events)], strict=True))
        for record in order:
            here.take([own[record]])
        here.take(list(own.values()))
        seen.append([row[2:] for row in here.rows()["posts"] if row[1] == person])
    assert all([row[:5] for row in rows] == [row[:5] for row in seen[0]] for rows in seen)
    assert seen[0][0][:5] == ("p", True, ANN, date(2025, 3, 10), date(2025, 9, 10))


def test_a_move_elsewhere_ends_the_years_in_the_job(here: Installation) -> None:
    """Though nobody told of the placement's end."""
    here.project(started(), change("Software Engineer", date(2025, 3, 10), move=True))
    assert impact(here)["years"] == 1.0


def test_who_was_absorbed_or_erased_counts_no_more(here: Installation) -> None:
    """The survivor brings the facts along, under their ids, and counts once."""
    (placed,) = here.project(started())
    copy = here.record(here.event(placed.body, JOHN, id=placed.id, forwarded_by="m"))
    here.take([copy, here.record(here.event(PersonAbsorbed(into=JOHN, merge="m"))), copy])
    assert impact(here)["careers"] == 1
    here.project(PersonErased(reason="asked"), person=JOHN)
    assert impact(here)["careers"] == 0
    assert here.rows()["posts"] == []


def test_no_employer_can_be_read(here: Installation) -> None:
    """The same for each spelling, and no name of anybody."""
    here.project(started())
    (row,) = here.rows()["posts"]
    assert "Acme" not in str(row)
    assert b"Acme" not in row[7]  # type: ignore[operator] # it is bytes


def test_people_who_begin_are_told_by_quarter_in_steps_of_five(here: Installation) -> None:
    """Of four nothing; of seven that there are five at least."""
    for number in range(7):
        assert number < 5 or trends(here)[0]["quarters"][-1]["starts"] == 5
        assert number != 4 or trends(here) == []
        here.project(started(f"p{number}", date(2026, 1, 5)), person=str(UUID(int=800 + number)))
    (software,) = trends(here)
    assert [each["starts"] for each in software["quarters"][-2:]] == [None, 5]


def test_quarters_end_with_the_one_under_way() -> None:
    """Over the turn of a year."""
    assert ending(date(2026, 2, 3), 3) == [date(2025, 7, 1), date(2025, 10, 1), date(2026, 1, 1)]
