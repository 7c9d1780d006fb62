"""An agency whose log tells enough for every figure, for tests: jobs, careers, answers, referrals."""

from datetime import date
from uuid import UUID

from vocabulary.installation import ANN, Installation

from shared.facts import Fact, favours
from shared.facts.heard import AnswersGiven, SatisfactionStated
from shared.facts.market import JobClosed, JobOpened
from shared.facts.people import PersonProfiled
from shared.facts.placements import PlacementStarted
from shared.facts.roles import RoleChanged
from shared.facts.spans import Span, exactly

BEN = "ben@agency.example"
NAMES = ("Jane Doe", "John Roe", "Mary Poe", "Paul Moe", "Ruth Loe", "Ada <b>Smith</b>", "Bo Dahl")
PEOPLE = [str(UUID(int=3_000 + number)) for number in range(len(NAMES))]
TITLES = ("Software Engineer", "Account Executive")
QUARTERS = [date(2024, 5, 6), date(2024, 11, 4), date(2025, 5, 5), date(2025, 11, 3), date(2026, 2, 2)]


def write(here: Installation) -> None:
    """Put it on the log, in one batch."""
    said = [*_jobs(), *(each for number in range(len(NAMES)) for each in _person(number))]
    here.take([here.record(here.event(body, subject)) for subject, body in said])


def _jobs() -> list[tuple[str, Fact]]:
    found: list[tuple[str, Fact]] = []
    for field, title in enumerate(TITLES):
        for quarter, posted in enumerate(QUARTERS):
            for number in range(5 + (field + quarter) % 3 * 2):
                job = str(UUID(int=9_000 + field * 1_000 + quarter * 100 + number))
                pay = 48_000 + 12_000 * field + 2_500 * number
                seniority = "Senior " if number % 2 else ""
                opened = JobOpened(
                    feed="jobs",
                    reference=job,
                    title=seniority + title,
                    posted_on=posted,
                    client=f"Client {number}",
                    pay_from=pay,
                    pay_to=pay + 9_000,
                    currency="EUR" if field == 0 else "USD",
                )
                found.append((job, opened))
                if quarter < len(QUARTERS) - 1:
                    found.append((job, JobClosed(feed="jobs", on=date(posted.year, posted.month + 1, 20))))
    return found


def _person(number: int) -> list[tuple[str, Fact]]:
    person, began = PEOPLE[number], date(2019 + number, 3, 4)
    said: list[Fact] = [
        PersonProfiled(feed="ats", name=NAMES[number], employer="Globex", title="Software Engineer"),
        PlacementStarted(
            feed="ats",
            placement=f"placement {number}",
            starts=exactly(began),
            recruiter=ANN if number % 2 else BEN,
            client="Acme" if number < 4 else "Globex",
            title="Software Engineer",
        ),
        SatisfactionStated(feed="desk", on=date(2026, 1, 7), score=(10, 9, 8, 9, 6, 10, 9)[number]),
    ]
    if number < 4:
        answers = {
            "rating": str(5 - number % 3),
            "went_well": f"The buddy was there from day one ({number}).",
            "fell_short": f"The laptop came late ({number}).",
            "technologies": "Python, Kafka",
            "plans_to_hire": "yes" if number else "no",
        }
        given = {"task": "t", "play": "ask_about_onboarding", "about": f"placement {number}"}
        said.append(AnswersGiven(**given, on=date(2026, 2, 1), answers=answers))
    if number < 3:
        said.append(_promoted(date(2024, 6, 1)))
    return [(person, body) for body in (*said, *_favours(number))]


def _promoted(on: date) -> RoleChanged:
    return RoleChanged(
        feed="linkedin",
        role="senior",
        since=Span(latest=on),
        move=False,
        employer="Acme",
        title="Senior Software Engineer",
        old_employer="Acme",
        old_title="Software Engineer",
    )


def _favours(number: int) -> list[Fact]:
    on = date(2026, 1, 5 + number)
    said: dict[int, list[Fact]] = {
        0: [
            _referral(0, 1, on),
            _referral(0, 2, on),
            favours.ReferralPlaced(referral="0 1", placement="q", on=on),
        ],
        1: [_referral(1, 3, on), favours.ClientWon(feed="desk", on=on, employer="Globex")],
        2: [
            favours.ReviewLeft(feed="desk", platform="Google", on=on),
            favours.TestimonialGiven(
                feed="desk", on=on, publish=True, words="They asked, and they listened."
            ),
        ],
        4: [favours.ReferralMade(feed="desk", referral="unknown", on=on, name="A friend of theirs")],
    }
    return said.get(number, [])


def _referral(by: int, of: int, on: date) -> favours.ReferralMade:
    return favours.ReferralMade(feed="desk", referral=f"{by} {of}", on=on, referred=PEOPLE[of])
