"""What people answered about their employers."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from vocabulary.installation import JANE, JOHN, Installation

from shared.envelope import Event
from shared.facts.corrections import FactRetracted
from shared.facts.heard import AnswersGiven
from shared.facts.people import PersonAbsorbed, PersonErased
from shared.facts.placements import PlacementStarted
from shared.facts.spans import exactly

PEOPLE = [str(UUID(int=number)) for number in range(20, 40)]
Insight = dict[str, Any]


def answered(
    here: Installation, person: str, rating: int | None = 4, employer: str | None = "Acme", **answers: str
) -> Event:
    said = {"rating": str(rating), **answers} if rating else answers
    body = AnswersGiven(
        task="t",
        play="ask_about_onboarding",
        about=f"placement of {person}",
        on=date(2026, 3, 1),
        employer=employer,
        answers=said,
    )
    (event,) = here.project(body, person=person)
    return event


def placed(here: Installation, person: str, client: str = "Acme") -> None:
    body = PlacementStarted(
        feed="ats",
        placement=f"placement of {person}",
        starts=exactly(date(2026, 1, 1)),
        client=client,
        title="Engineer",
    )
    here.project(body, person=person)


def employers(here: Installation) -> list[Insight]:
    found: list[Insight] = here.client().get("/v1/insights/employers").json()["employers"]
    return found


def whole(here: Installation) -> Insight:
    (one,) = employers(here)
    found: Insight = here.client().get(f"/v1/insights/employers/{one['employer']}").json()
    return found


def test_of_three_people_it_is_told_and_of_two_nothing(here: Installation) -> None:
    """However often the two answer, and however the employer is spelled."""
    answered(here, PEOPLE[0], 3)
    answered(here, PEOPLE[1], 4, "ACME GmbH")
    answered(here, PEOPLE[1], 4)
    assert employers(here) == []
    answered(here, PEOPLE[2], 5, "Acme Inc.")
    (acme,) = employers(here)
    assert (acme["name"], acme["people"]) == ("Acme", 3)
    assert acme["rating"] == {"value": 4.0, "people": 3}
    assert acme["hiring"] is None


def test_one_more_answer_tells_nothing_of_who_gave_it(here: Installation) -> None:
    """The group grows by three: with the fourth and fifth answer nothing changes."""
    for person, rating in zip(PEOPLE[:3], (3, 4, 5), strict=True):
        answered(here, person, rating, went_well=f"the team {rating}")
    before = whole(here)
    answered(here, PEOPLE[3], 1, went_well="nothing")
    answered(here, PEOPLE[4], 1, went_well="nothing at all")
    assert whole(here) == before
    answered(here, PEOPLE[5], 1, went_well="lunch")
    assert whole(here)["rating"] == {"value": 2.5, "people": 6}
    assert len(whole(here)["went_well"]) == 6


def test_whom_an_answer_speaks_of_is_known_by_what_it_was_about(here: Installation) -> None:
    """The placement may be told later than the answer, and be corrected."""
    for person in PEOPLE[:3]:
        answered(here, person, employer=None)
    assert employers(here) == []
    for person in PEOPLE[:3]:
        placed(here, person)
    assert [one["name"] for one in employers(here)] == ["Acme"]
    placed(here, PEOPLE[0], "Globex")
    assert employers(here) == []


def test_words_are_told_without_who_said_them(here: Installation) -> None:
    """Each question has its own three people; a technology only few work with is not named."""
    for number, person in enumerate(PEOPLE[:3]):
        answered(here, person, went_well=f"{9 - number} people helped", technologies=f"Kafka, tool {number}")
    answered(here, PEOPLE[0], None, fell_short="the laptop")
    found = whole(here)
    assert found["went_well"] == ["7 people helped", "8 people helped", "9 people helped"]
    assert found["technologies"] == [{"name": "kafka", "people": 3}]
    assert found["fell_short"] == []


@pytest.mark.parametrize("left", [PersonErased(reason="asked"), PersonAbsorbed(into=JOHN, merge="m")])
def test_who_has_left_counts_no_more(here: Installation, left: PersonErased | PersonAbsorbed) -> None:
    """Then there are two; a survivor brings the same answer along, and counts once."""
    events = [answered(here, person) for person in (*PEOPLE[:2], JANE)]
    here.project(left)
    assert employers(here) == []
    if isinstance(left, PersonAbsorbed):
        copy = here.event(events[-1].body, JOHN, id=events[-1].id, forwarded_by="m")
        here.take([here.record(copy)] * 2)
        assert [one["people"] for one in employers(here)] == [3]


def test_what_is_taken_back_counts_no_more(here: Installation) -> None:
    """Also when the retraction comes first."""
    event = here.event(answered(here, JANE).body)
    here.project(FactRetracted(fact=event.id, reason="by mistake"), person=PEOPLE[2])
    answered(here, PEOPLE[0])
    here.take([here.record(here.event(event.body, PEOPLE[2], id=event.id))])
    assert employers(here) == []
    answered(here, PEOPLE[2])
    assert [one["people"] for one in employers(here)] == [3]


def test_pages_and_employers_that_are_not_told_of(here: Installation) -> None:
    """An employer of whom too little is known is like one that nobody knows."""
    for number, name in enumerate(("Acme", "Globex", "Initech")):
        for person in PEOPLE[: 3 * (number + 1)]:
            answered(here, person, employer=name)
    first = here.client().get("/v1/insights/employers", params={"limit": "2"}).json()
    rest = here.client().get("/v1/insights/employers", params={"cursor": first["next"]}).json()
    assert [one["name"] for one in (*first["employers"], *rest["employers"])] == ["Initech", "Globex", "Acme"]
    assert rest["next"] is None
    assert here.client().get(f"/v1/insights/employers/{'0' * 64}").status_code == 404
