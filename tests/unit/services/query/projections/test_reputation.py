"""What people say of the agency."""

from datetime import date
from typing import Any
from uuid import UUID

from vocabulary.installation import JANE, JOHN, TASK, Installation, completed

from shared.facts import Fact, favours
from shared.facts.corrections import FactRetracted
from shared.facts.favours import ReviewLeft
from shared.facts.heard import SatisfactionStated
from shared.facts.outreach import OutreachCompleted
from shared.facts.people import PersonErased, PersonProfiled


def scored(score: int, on: date = date(2026, 3, 1)) -> SatisfactionStated:
    return SatisfactionStated(feed="desk", on=on, score=score)


def quoted(words: str, *, publish: bool = True, day: int = 1) -> favours.TestimonialGiven:
    return favours.TestimonialGiven(feed="desk", on=date(2026, 3, day), publish=publish, words=words)


def reputation(here: Installation) -> dict[str, Any]:
    found: dict[str, Any] = here.client().get("/v1/reputation").json()
    return found


def test_the_newest_word_of_each_counts(here: Installation) -> None:
    """Whether it was asked in a task or said otherwise; what is older than a year does not."""
    done = completed()
    with_score = OutreachCompleted(
        **{name: getattr(done, name) for name in done.__struct_fields__} | {"satisfaction": 9}
    )
    here.project(scored(2, date(2026, 1, 5)), with_score)
    here.project(scored(7), person=JOHN)
    here.project(scored(3), person=str(UUID(int=3)))
    here.project(scored(10, date(2025, 3, 1)), scored(11), person=str(UUID(int=4)))
    assert reputation(here)["satisfaction"] == {
        "people": 3,
        "average": 6.3,
        "promoters": 1,
        "passives": 1,
        "detractors": 1,
        "score": 0,
    }
    assert [(one["begins"], one["people"]) for one in reputation(here)["quarters"] if one["people"]] == [
        ("2025-01-01", 1),
        ("2026-01-01", 3),
    ]


def test_nobody_has_said_anything_yet(here: Installation) -> None:
    """No average of nothing."""
    found = reputation(here)
    assert (found["satisfaction"]["average"], found["satisfaction"]["score"]) == (None, None)
    assert found["platforms"] == []


def test_reviews_are_counted_by_platform(here: Installation) -> None:
    """However its name was written; one that was taken back is none, also when that came first."""
    bodies = [
        ReviewLeft(feed="desk", platform=name, on=date(2026, 3, 1)) for name in ("Google", "google ", "x")
    ]
    here.project(*bodies)
    wrong = here.event(bodies[2])
    here.project(FactRetracted(fact=wrong.id, reason="by mistake"))
    here.take([here.record(wrong)])
    platforms = reputation(here)["platforms"]
    assert [(one["platform"], one["reviews"]) for one in platforms] == [("google", 2), ("x", 1)]


def test_only_what_may_be_published_is_quoted(here: Installation) -> None:
    """The newest first, page by page, with the name; gone with who said it."""
    here.project(PersonProfiled(feed="ats", name="Jane Doe"), quoted("one"), quoted("secret", publish=False))
    here.project(quoted("two", day=2), quoted("three", day=3), person=JOHN)
    first = here.client().get("/v1/testimonials", params={"limit": "2"}).json()
    rest = here.client().get("/v1/testimonials", params={"cursor": first["next"]}).json()
    assert [one["words"] for one in (*first["testimonials"], *rest["testimonials"])] == [
        "three",
        "two",
        "one",
    ]
    assert (rest["testimonials"][0]["name"], rest["next"]) == ("Jane Doe", None)
    here.project(PersonErased(reason="asked"), person=JOHN)
    left = here.client().get("/v1/testimonials").json()["testimonials"]
    assert [one["words"] for one in left] == ["one"]


def test_a_task_that_was_reopened_tells_no_score(here: Installation) -> None:
    """Its completion is taken back."""
    body: Fact = OutreachCompleted(
        task=TASK,
        version=1,
        by="ann",
        play="check_in_on_settling_in",
        outcome="met",
        on=date(2026, 3, 1),
        satisfaction=9,
    )
    (done,) = here.project(body, person=JANE)
    assert reputation(here)["satisfaction"]["people"] == 1
    here.project(FactRetracted(fact=done.id, reason="reopened"))
    assert reputation(here)["satisfaction"]["people"] == 0
