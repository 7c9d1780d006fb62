"""Ten years of one person, with every task and its reason, as a document to be read: `ten_years.md`.

When a play changes, read the document again: write it anew by `python -m stories.test_ten_years` in `tests/`.
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from stories.telling import Answer, Life, anniversaries

from services.rules.playbook import STANDARD
from services.rules.plays import PLAYS
from shared.facts import Fact, favours
from shared.facts.contacts import ContactLogged
from shared.facts.favours import ClientWon, ReferralMade, ReferralPlaced, ReviewLeft
from shared.facts.heard import (
    AchievementNoted,
    AnswersGiven,
    GoalStated,
    InterestStated,
    MotivationStated,
    SatisfactionStated,
    SearchStated,
)
from shared.facts.matches import OpportunityMatched, ResourceMatched
from shared.facts.people import PersonProfiled, PersonRegistered
from shared.facts.placements import PlacementEnded, PlacementStarted
from shared.facts.roles import RoleChanged, RoleEnded
from shared.facts.spans import Span, exactly
from shared.facts.tasks import TaskState

DOCUMENT = Path(__file__).parent / "ten_years.md"
LEAVE = ("2024-04-01", "2025-01-06")
"""From when until when the recruiter was away, with nobody in her place."""
FIRST = date(2016, 3, 1)
COMEBACK = date(2023, 9, 4)
CONTRACT = date(2025, 3, 3)


def job(match: str, day: str, title: str, client: str, kind: str = "field") -> tuple[str, Fact]:
    posted = date.fromisoformat(day)
    return day, OpportunityMatched(
        match=match, job=match, kind=kind, posted_on=posted, title=title, client=client
    )


def article(match: str, day: str, title: str) -> tuple[str, Fact]:
    found = date.fromisoformat(day)
    return day, ResourceMatched(
        match=match, resource=match, kind="article", found_on=found, title=title, interest="stream processing"
    )


def script() -> Iterator[tuple[str, Fact]]:
    """What happened to Ann, and when we learned of it."""
    yield "2016-02-20", PersonRegistered(feed="ats")
    yield "2016-02-20", PersonProfiled(feed="ats", name="Ann Lee", given_name="Ann", recruiter="Ruth")
    yield (
        "2016-02-22",
        PlacementStarted(
            feed="ats",
            placement="acme",
            starts=exactly(FIRST),
            client="Acme",
            title="Software Engineer",
            employment="permanent",
        ),
    )
    yield from anniversaries("acme", FIRST, 4)
    yield article("streams", "2016-11-01", "Streams without tears")
    yield job("globex", "2017-05-02", "Data Engineer", "Globex")
    yield article("logs", "2017-10-02", "A log is all you need")
    yield job("like", "2018-02-05", "Software Engineer", "Initech", "placement")
    yield "2017-10-20", SatisfactionStated(feed="api", on=date(2017, 10, 19), score=9)
    yield "2017-12-04", SatisfactionStated(feed="api", on=date(2017, 12, 4), score=10)
    yield (
        "2018-06-04",
        RoleChanged(
            feed="linkedin",
            role="lead",
            since=Span(earliest=date(2018, 4, 1), latest=date(2018, 5, 31)),
            move=False,
            employer="Acme",
            title="Senior Software Engineer",
            old_employer="Acme",
            old_title="Software Engineer",
        ),
    )
    yield job("trust", "2019-05-20", "Software Engineer", "Umbrella", "placement")
    yield (
        "2020-02-10",
        RoleChanged(
            feed="linkedin",
            role="head",
            since=Span(earliest=date(2020, 1, 1), latest=date(2020, 1, 31)),
            move=True,
            employer="Northgate",
            title="Head of Engineering",
            old_employer="Acme",
            old_title="Senior Software Engineer",
        ),
    )
    yield "2020-02-10", PlacementEnded(feed="ats", placement="acme", ended_on=date(2019, 12, 31), early=False)
    yield (
        "2021-01-11",
        AchievementNoted(feed="api", achievement="talk", on=date(2021, 1, 8), words="a keynote"),
    )
    yield "2021-03-15", SatisfactionStated(feed="api", on=date(2021, 3, 15), score=10)
    yield "2021-06-01", SearchStated(feed="api", looking=False)
    yield job("second", "2021-09-01", "Software Engineer", "Initrode", "placement")
    yield (
        "2022-02-07",
        ReferralPlaced(
            referral="ben", placement="ben's", on=date(2022, 2, 7), name="Ben Ode", client="Initrode"
        ),
    )
    yield (
        "2022-05-02",
        ContactLogged(
            feed="ats", contact="call", on=date(2022, 5, 2), channel="call", by="Ruth", answered=True
        ),
    )
    yield (
        "2023-05-08",
        RoleEnded(
            feed="linkedin",
            role="head",
            until=exactly(date(2023, 4, 28)),
            laid_off=True,
            employer="Northgate",
            title="Head of Engineering",
        ),
    )
    yield "2023-05-10", SearchStated(feed="api", looking=True)
    yield (
        "2023-08-21",
        PlacementStarted(
            feed="ats",
            placement="tern",
            starts=exactly(COMEBACK),
            client="Tern",
            title="Director of Engineering",
            employment="contract",
            ends=date(2025, 2, 28),
        ),
    )
    yield "2023-09-04", SearchStated(feed="api", looking=False)
    yield from anniversaries("tern", COMEBACK, 1)
    yield (
        "2025-02-17",
        PlacementStarted(
            feed="ats",
            placement="oak",
            starts=exactly(CONTRACT),
            client="Oakfield",
            title="Chief Technology Officer",
            employment="permanent",
        ),
    )


def referral(_task: TaskState, day: date) -> Iterator[Fact]:
    yield ReferralMade(feed="desk", referral="ben", on=day, name="Ben Ode")


def answers(task: TaskState, day: date) -> Iterator[Fact]:
    yield AnswersGiven(
        task=task.task, play=task.play, about=task.about, on=day, answers={"went_well": "a buddy"}
    )


def known_better(_task: TaskState, _day: date) -> Iterator[Fact]:
    yield GoalStated(feed="desk", goal="team", target=date(2018, 1, 15), words="lead a team")
    yield MotivationStated(feed="desk", words="learning from others")
    yield InterestStated(feed="desk", topic="stream processing")


ANSWERS: dict[str, Answer] = {
    "ask_about_onboarding": answers,
    "ask_about_their_projects": answers,
    "get_to_know_them": known_better,
    "ask_for_a_referral": referral,
    "ask_for_a_review": lambda _task, day: [ReviewLeft(feed="desk", platform="google", on=day)],
    "ask_for_a_testimonial": lambda _task, day: [favours.TestimonialGiven(feed="desk", on=day, publish=True)],
    "offer_to_build_their_team": lambda _task, day: [ClientWon(feed="desk", on=day, employer="Northgate")],
}


def told() -> str:
    return Life(STANDARD, ANSWERS, LEAVE).live(script(), "2026-03-01")


def test_ten_years_read_as_they_were_written_down() -> None:
    """Every task, every reason, and what was held back."""
    assert told() == DOCUMENT.read_text()


def test_every_play_has_its_part_in_them() -> None:
    """Done, or held back with a reason."""
    document = told()
    assert [play for play in PLAYS if f"({play}, " not in document] == []


if __name__ == "__main__":
    DOCUMENT.write_text(told())
