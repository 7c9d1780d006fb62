"""Careers as an agency knows them after some years: facts of every kind, days apart."""

import random
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from shared.envelope import Event, computed_id, moment
from shared.facts import Fact
from shared.facts.contacts import ContactLogged
from shared.facts.dates import AnniversaryDue, ReviewDue
from shared.facts.heard import GoalStated, InterestStated, NoteTaken, SatisfactionStated
from shared.facts.matches import MatchWithdrawn, OpportunityMatched, ResourceMatched
from shared.facts.outreach import OutreachClaimed, OutreachCompleted
from shared.facts.people import PersonProfiled, PersonRegistered
from shared.facts.placements import OfferMade, PlacementStarted
from shared.facts.roles import RoleChanged, RoleObserved
from shared.facts.spans import Span, exactly

AGENCY = "demo"
ZONE = ZoneInfo("Europe/London")
PLAYS = ("check_in_on_settling_in", "congratulate_on_anniversary", "congratulate_on_a_move")
OUTCOMES = ("sent", "replied", "met", "no_answer")
Told = Callable[[random.Random, str, date], Fact]


def career(number: int, facts: int = 100, first: date = date(2023, 1, 9), years: int = 3) -> list[Event]:
    """The facts of one person, in order: a placement, and then what comes of it over some years."""
    rng = random.Random(number)  # noqa: S311 - repeatable, not secret
    person = computed_id("person", number)
    beginning = list(_beginning(number, person, first))
    later = sorted(rng.randrange(years * 365) for _ in range(facts - len(beginning)))
    told = [(first, said) for said in beginning]
    told += [(day, _any(rng, person, day)) for day in (first + timedelta(days=days) for days in later)]
    return [_event(person, place, day, said) for place, (day, said) in enumerate(told)]


def _beginning(number: int, person: str, first: date) -> Iterator[Fact]:
    placement = computed_id("placement", person)
    yield PersonRegistered(feed="greenhouse")
    yield PersonProfiled(
        feed="greenhouse", name=f"Person {number}", emails=(f"p{number}@example.com",), recruiter=_rae(number)
    )
    yield OfferMade(feed="greenhouse", offer=str(number), version=1, placement=placement, status="accepted")
    yield PlacementStarted(
        feed="greenhouse",
        placement=placement,
        starts=exactly(first + timedelta(days=21)),
        recruiter=_rae(number),
        client=f"Client {number % 300}",
        title="Software Engineer",
    )


def _rae(number: int) -> str:
    return f"recruiter{number % 20}@agency.example"


def _any(rng: random.Random, person: str, day: date) -> Fact:
    return rng.choices(TOLD, SHARES)[0](rng, person, day)


def _contact(rng: random.Random, person: str, day: date) -> Fact:
    channel = rng.choice(("message", "call", "meeting"))
    contact = computed_id("contact", person, day)
    return ContactLogged(
        feed="greenhouse",
        contact=contact,
        on=day,
        channel=channel,
        answered=rng.random() < 0.5,
        words="Ok.",
    )


def _claimed(_rng: random.Random, person: str, day: date) -> Fact:
    until = datetime.combine(day, datetime.min.time(), UTC) + timedelta(hours=12)
    return OutreachClaimed(task=computed_id("task", person, day), version=1, by="rae", until=until)


def _completed(rng: random.Random, person: str, day: date) -> Fact:
    return OutreachCompleted(
        task=computed_id("task", person, day),
        version=2,
        by="rae",
        play=rng.choice(PLAYS),
        outcome=rng.choice(OUTCOMES),
        on=day,
        note="Settling in.",
        satisfaction=rng.choice((None, None, 7, 9)),
    )


def _job(rng: random.Random, person: str, day: date) -> Fact:
    job = computed_id("job", rng.randrange(400))
    return OpportunityMatched(
        match=computed_id("match", person, job),
        job=job,
        kind=rng.choice(("field", "placement")),
        posted_on=day,
        closes_on=day + timedelta(days=rng.randrange(10, 40)),
        title="Software Engineer",
        client=f"Client {rng.randrange(300)}",
        score=rng.randrange(101),
    )


def _closed(rng: random.Random, person: str, _day: date) -> Fact:
    job = computed_id("job", rng.randrange(400))
    return MatchWithdrawn(match=computed_id("match", person, job), because="closed")


def _resource(rng: random.Random, person: str, day: date) -> Fact:
    resource = computed_id("resource", rng.randrange(200))
    return ResourceMatched(
        match=computed_id("match", person, resource),
        resource=resource,
        kind="article",
        found_on=day,
        title="On queues",
        interest="kafka",
    )


def _seen(rng: random.Random, person: str, day: date) -> Fact:
    role = computed_id("role", person, rng.randrange(2))
    return RoleObserved(feed="linkedin", role=role, as_of=day, employer="Client", title="Software Engineer")


def _moved(rng: random.Random, person: str, day: date) -> Fact:
    return RoleChanged(
        feed="linkedin",
        role=computed_id("role", person, day.year),
        since=Span(earliest=day - timedelta(days=60), latest=day),
        move=rng.random() < 0.5,
        employer=f"Rival {rng.randrange(70)}",
        title="Engineering Manager",
        old_employer="Client",
        old_title="Software Engineer",
    )


def _anniversary(_rng: random.Random, person: str, day: date) -> Fact:
    return AnniversaryDue(
        placement=computed_id("placement", person),
        occurs_on=day + timedelta(days=7),
        years=day.year - 2022,
    )


def _note(_rng: random.Random, _person: str, _day: date) -> Fact:
    return NoteTaken(feed="desk", by="rae", words="Likes to climb.")


def _goal(rng: random.Random, person: str, day: date) -> Fact:
    goal = computed_id("goal", person, rng.randrange(2))
    return GoalStated(feed="desk", goal=goal, target=day + timedelta(days=300), words="Lead a team.")


def _interest(_rng: random.Random, _person: str, _day: date) -> Fact:
    return InterestStated(feed="desk", topic="kafka")


def _satisfied(rng: random.Random, _person: str, day: date) -> Fact:
    return SatisfactionStated(feed="desk", on=day, score=rng.randrange(5, 11))


def _review(_rng: random.Random, _person: str, day: date) -> Fact:
    return ReviewDue(on=day)


MIX: dict[Told, int] = {
    _review: 22,
    _contact: 14,
    _claimed: 10,
    _completed: 10,
    _job: 14,
    _closed: 5,
    _resource: 8,
    _seen: 6,
    _moved: 1,
    _anniversary: 3,
    _note: 3,
    _goal: 1,
    _interest: 1,
    _satisfied: 2,
}
"""Out of a hundred facts, how many are of which kind."""
TOLD, SHARES = tuple(MIX), tuple(MIX.values())


def _event(person: str, place: int, day: date, body: Fact) -> Event:
    at = datetime.combine(day, datetime.min.time(), UTC) + timedelta(hours=9, seconds=place)
    return Event(
        id=computed_id("fact", person, place),
        agency=AGENCY,
        subject=person,
        source="bench",
        occurred=moment(at),
        recorded_at=at,
        body=body,
    )
