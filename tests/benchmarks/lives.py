"""People as an agency knows them after three years: what happened, what was planned, what recruiters did."""

import random
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta

from benchmarks.careers import AGENCY, OUTCOMES, ZONE, career
from msgspec.structs import replace

from services.rules.heart import announced, replan
from services.rules.person.fold import NOBODY, extend
from services.rules.plan import EMPTY
from services.rules.playbook import STANDARD
from services.rules.wants import wants
from shared.envelope import Event, computed_id, moment
from shared.facts import Fact
from shared.facts.dates import ReviewDue
from shared.facts.favours import ClientWon, ReferralMade, ReferralPlaced, ReviewLeft, TestimonialGiven
from shared.facts.heard import AnswersGiven
from shared.facts.market import JobOpened
from shared.facts.outreach import Outreach, OutreachClaimed, OutreachCompleted, OutreachSnoozed
from shared.facts.people import PersonProfiled
from shared.facts.placements import PlacementStarted
from shared.facts.tasks import TaskExpired, TaskMoved, TaskPlanned, TaskRevised, TaskState

RECRUITERS = 100
TASKS = 10
"""Of each person, the newest."""
FACTS = 14
YEARS = 3
JOBS = 4_000
DONE, HELD, PUT_OFF = 0.6, 0.15, 0.5
"""Which part of what is over was done, of what is open is held or put off, and of that is put off."""
SHOWN = (TaskPlanned, TaskMoved, TaskRevised, TaskExpired)
"""What recruiters saw in their queue."""
POOL = 5
"""Of so many people one is nobody's."""
GIVEN = ("Ada", "Ben", "Chloé", "Dmitri", "Efe", "Fatima", "Grace", "Hugo", "Ines", "Jonas", "Kwame", "Li")
FAMILIES = ("Okafor", "Müller", "O'Neill", "Silva", "Nguyen", "Kowalski", "Haddad", "Berg", "Rossi", "Khan")
TITLES = (
    *("Software Engineer", "Senior Data Engineer", "Accountant", "Financial Controller", "Sales Manager"),
    *("Marketing Manager", "Nurse", "Project Manager", "Mechanical Engineer", "HR Business Partner"),
)


def recruiter(number: int) -> str:
    """One of the agency's recruiters."""
    return f"recruiter{number % RECRUITERS}@agency.example"


def life(number: int, today: date) -> list[Event]:
    """All events of one person, those of the rules and of the desk too, as they stand on a day."""
    rng = random.Random(number)  # noqa: S311 - repeatable, not secret
    first = today - timedelta(days=YEARS * 365 + rng.randrange(60))
    facts = [_varied(one, number) for one in career(number, FACTS, first, YEARS)]
    facts = [one for one in facts if not isinstance(one.body, Outreach)]
    facts += _favours(rng, number, facts[0].subject, today)
    facts.sort(key=lambda one: one.recorded_at)
    facts.append(_told(facts[0].subject, "review", today, ReviewDue(on=today)))
    planned = _planned(facts)
    return [*facts, *planned, *(done for one in planned for done in _done(rng, one, today))]


def jobs(today: date) -> Iterator[Event]:
    """What the agency was asked to fill."""
    for number in range(JOBS):
        posted, pay = today - timedelta(days=number % 700), 30_000 + 500 * (number % 90)
        said = JobOpened(
            feed="jobs",
            reference=str(number),
            title=TITLES[number % len(TITLES)],
            posted_on=posted,
            closes_on=posted + timedelta(days=40),
            client=f"Client {number % 300}",
            pay_from=pay,
            pay_to=pay + 8_000,
            currency="GBP",
        )
        yield _told(computed_id("job", number), number, posted, said)


def _varied(event: Event, number: int) -> Event:
    """With a name, a title and a recruiter as they differ between people."""
    whose, title = (recruiter(number) if number % POOL else None), TITLES[number % len(TITLES)]
    name = f"{GIVEN[number % len(GIVEN)]} {FAMILIES[number // 7 % len(FAMILIES)]}"
    match event.body:
        case PersonProfiled() as said:
            return replace(event, body=replace(said, name=name, recruiter=whose))
        case PlacementStarted() as said:
            return replace(event, body=replace(said, title=title, recruiter=whose))
        case _:
            return event


def _favours(rng: random.Random, number: int, person: str, today: date) -> Iterator[Event]:
    """What some people do for an agency, in the last two years."""
    for place, (share, told) in enumerate(FAVOURS):
        if rng.random() < share:
            on = today - timedelta(days=rng.randrange(700))
            for turn, said in enumerate(told(number, on)):
                yield _told(person, 1_000 + 10 * place + turn, on, said)


def _referred(number: int, on: date) -> Iterator[Fact]:
    other, referral = computed_id("person", number + 1), computed_id("referral", number)
    yield ReferralMade(feed="desk", referral=referral, on=on, referred=other, name="A friend")
    if number % 3 == 0:
        placement = computed_id("placement", other)
        yield ReferralPlaced(referral=referral, placement=placement, on=on + timedelta(days=40))


def _reviewed(number: int, on: date) -> Iterator[Fact]:
    yield ReviewLeft(feed="desk", platform=("google", "glassdoor", "trustpilot")[number % 3], on=on)


def _quoted(number: int, on: date) -> Iterator[Fact]:
    yield TestimonialGiven(feed="desk", on=on, publish=number % 2 == 0, words="They kept in touch.")


def _won(number: int, on: date) -> Iterator[Fact]:
    yield ClientWon(feed="desk", on=on, employer=f"Client {number % 300}")


def _answered(number: int, on: date) -> Iterator[Fact]:
    yield AnswersGiven(
        task=computed_id("asked", number),
        play="ask_about_their_projects",
        about=computed_id("placement", computed_id("person", number)),
        on=on,
        employer=f"Client {number % 40}",
        answers={"rating": str(number % 5 + 1), "plans_to_hire": ("yes", "no")[number % 2]},
    )


FAVOURS = ((0.25, _referred), (0.08, _reviewed), (0.06, _quoted), (0.04, _won), (0.2, _answered))
"""Which part of people does what."""


def _planned(facts: Sequence[Event]) -> list[Event]:
    """Of the newest tasks that the rules make of these facts, the newest state; all else is long over."""
    person, plan, newest = NOBODY, EMPTY, dict[str, Event]()
    for fact in facts:
        person = extend(person, (fact,), ZONE)
        changes, plan = replan(person, plan, wants(person, STANDARD))
        for one in announced(AGENCY, fact.subject, person, changes):
            if isinstance(one.body, TaskState):
                newest[one.body.task] = one
    return sorted(newest.values(), key=lambda one: (_window(one), one.id))[-TASKS:]


def _window(event: Event) -> date:
    return event.body.closes_on if isinstance(event.body, TaskState) else date.min


def _done(rng: random.Random, planned: Event, today: date) -> Iterator[Event]:
    """What recruiters did with a task: most of what is over is done, and of what is open a little is held."""
    task = planned.body
    if isinstance(task, SHOWN):
        by = task.recruiter or recruiter(rng.randrange(RECRUITERS))
        for place, (day, said) in enumerate(_dealings(rng, task, by, today)):
            yield _told(planned.subject, f"{place} {task.task}", day, said)


def _dealings(rng: random.Random, task: TaskState, by: str, today: date) -> list[tuple[date, Fact]]:
    if task.closes_on < today:
        return _completed(rng, task, by) if rng.random() < DONE else []
    if task.opens_on > today or rng.random() > HELD:
        return []
    if task.closes_on > today and rng.random() < PUT_OFF:
        return [(today, OutreachSnoozed(task=task.task, version=1, by=by, until=task.closes_on))]
    until = _noon(today + timedelta(days=2))
    return [(today, OutreachClaimed(task=task.task, version=1, by=by, until=until))]


def _completed(rng: random.Random, task: TaskState, by: str) -> list[tuple[date, Fact]]:
    on = task.opens_on
    outcome, note = rng.choice(OUTCOMES), "Settling in well, likes the team."
    claimed = OutreachClaimed(task=task.task, version=1, by=by, until=_noon(on))
    done = OutreachCompleted(
        task=task.task, version=2, by=by, play=task.play, outcome=outcome, on=on, note=note
    )
    return [(on, claimed), (on, done)]


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), UTC)


def _told(subject: str, place: object, day: date, body: Fact) -> Event:
    at = datetime.combine(day, time(10), UTC)
    return Event(
        id=computed_id("told", subject, place),
        agency=AGENCY,
        subject=subject,
        source="ingest/bench",
        occurred=moment(at),
        recorded_at=at,
        body=body,
    )
