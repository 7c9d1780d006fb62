"""Random histories of a person: any facts, in any order of arrival, with corrections and retractions."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from services.rules.plays import PLAYS as NAMES_OF_PLAYS
from shared.envelope import Event, computed_id, moment
from shared.facts import Fact
from shared.facts.contacts import CHANNELS, ContactLogged
from shared.facts.corrections import FactRetracted
from shared.facts.dates import AnniversaryDue, MilestoneDue, ReviewDue
from shared.facts.favours import ClientWon, ReferralMade, ReferralPlaced, ReviewLeft, TestimonialGiven
from shared.facts.heard import (
    AchievementNoted,
    AnswersGiven,
    GoalStated,
    InterestStated,
    MotivationStated,
    NoteTaken,
    SatisfactionStated,
    SearchStated,
    WishStated,
)
from shared.facts.matches import MatchWithdrawn, OpportunityMatched, ResourceMatched
from shared.facts.outreach import (
    OutreachClaimed,
    OutreachCompleted,
    OutreachExtended,
    OutreachReassigned,
    OutreachReleased,
    OutreachReopened,
    OutreachSnoozed,
    OutreachUnsnoozed,
)
from shared.facts.people import (
    ConsentGiven,
    ConsentWithdrawn,
    PersonAbsorbed,
    PersonErased,
    PersonProfiled,
)
from shared.facts.placements import (
    PlacementCancelled,
    PlacementEnded,
    PlacementRescheduled,
    PlacementStarted,
)
from shared.facts.roles import RoleChanged, RoleEnded, RoleObserved
from shared.facts.spans import Span, exactly

ZONE = ZoneInfo("Europe/London")
FIRST = date(2026, 1, 1)
DAYS = st.integers(0, 200).map(lambda days: FIRST + timedelta(days=days))
SPANS = st.one_of(
    DAYS.map(exactly),
    st.just(Span()),
    st.tuples(DAYS, DAYS).map(lambda two: Span(earliest=min(two), latest=max(two))),
)
FEEDS = st.sampled_from(["greenhouse", "linkedin"])
PLACEMENTS = st.sampled_from(["p", "q"])
ROLES = st.sampled_from(["r", "s"])
NAMES = st.sampled_from([None, "Acme", "Globex Ltd"])
FACTS = [f"fact {number}" for number in range(12)]


def _likely_tasks() -> list[str]:
    plays = [("check_in_on_settling_in", f"day {day}") for day in (7, 30)]
    plays += [("congratulate_on_anniversary", "year 1"), ("stand_by_in_a_setback", "ended early")]
    return [computed_id("task", play, "p", occurrence, fact) for play, occurrence in plays for fact in FACTS]


TASKS = st.sampled_from(_likely_tasks())
TITLES = st.sampled_from([None, "Software Engineer", "Senior Software Engineer", "Head of Engineering"])
IDS = st.sampled_from(["x", "y"])
PLAYS = st.sampled_from(sorted(NAMES_OF_PLAYS))
WORDS = st.sampled_from([None, "as said", "in other words"])
VERSIONS = st.integers(1, 4)
BODIES = st.one_of(
    st.builds(PersonProfiled, feed=FEEDS, name=st.sampled_from([None, "Ann"]), recruiter=NAMES),
    st.builds(ConsentGiven, feed=FEEDS),
    st.builds(ConsentWithdrawn, feed=FEEDS),
    st.builds(PlacementStarted, feed=FEEDS, placement=PLACEMENTS, starts=SPANS, client=NAMES, title=TITLES),
    st.builds(PlacementStarted, feed=FEEDS, placement=st.just("p"), starts=DAYS.map(exactly), client=NAMES),
    st.builds(PlacementRescheduled, feed=FEEDS, placement=PLACEMENTS, starts=SPANS, ends=st.none() | DAYS),
    st.builds(PlacementCancelled, feed=FEEDS, placement=PLACEMENTS),
    st.builds(PlacementEnded, feed=FEEDS, placement=PLACEMENTS, ended_on=DAYS, early=st.booleans()),
    st.builds(AnniversaryDue, placement=PLACEMENTS, occurs_on=DAYS, years=st.integers(1, 2)),
    st.builds(RoleObserved, feed=FEEDS, role=ROLES, as_of=DAYS, employer=NAMES, title=TITLES),
    st.builds(
        RoleChanged,
        feed=FEEDS,
        role=ROLES,
        since=SPANS,
        move=st.booleans(),
        employer=NAMES,
        title=TITLES,
        old_employer=NAMES,
        old_title=TITLES,
    ),
    st.builds(RoleEnded, feed=FEEDS, role=ROLES, until=SPANS, employer=NAMES),
    st.builds(ReviewDue, on=DAYS),
    st.builds(
        OutreachClaimed,
        task=TASKS,
        version=VERSIONS,
        by=st.just("rae"),
        until=st.just(datetime(2026, 3, 1, tzinfo=UTC)),
    ),
    st.builds(
        OutreachExtended,
        task=TASKS,
        version=VERSIONS,
        by=st.just("rae"),
        until=st.just(datetime(2026, 3, 2, tzinfo=UTC)),
    ),
    st.builds(OutreachReleased, task=TASKS, version=VERSIONS, by=st.just("rae")),
    st.builds(OutreachSnoozed, task=TASKS, version=VERSIONS, by=st.just("rae"), until=DAYS),
    st.builds(
        OutreachReassigned, task=TASKS, version=VERSIONS, by=st.just("rae"), to=st.none() | st.just("omar")
    ),
    st.builds(OutreachReopened, task=TASKS, version=VERSIONS, by=st.just("rae")),
    st.builds(OutreachUnsnoozed, task=TASKS, version=VERSIONS, by=st.just("rae")),
    st.builds(
        OutreachCompleted,
        task=TASKS,
        version=VERSIONS,
        by=st.just("rae"),
        play=PLAYS,
        outcome=st.sampled_from(["sent", "replied", "met", "declined"]),
        on=DAYS,
        note=WORDS,
        satisfaction=st.none() | st.integers(0, 10),
    ),
    *(
        st.builds(
            ContactLogged,
            feed=FEEDS,
            contact=IDS,
            on=DAYS,
            channel=st.sampled_from(CHANNELS),
            answered=st.booleans(),
        ),
        st.builds(NoteTaken, feed=FEEDS, words=WORDS),
        st.builds(
            GoalStated, feed=FEEDS, goal=IDS, target=st.none() | DAYS, reached=st.booleans(), words=WORDS
        ),
        st.builds(MotivationStated, feed=FEEDS, words=WORDS),
        st.builds(InterestStated, feed=FEEDS, topic=st.sampled_from(["rust", "kafka"])),
        st.builds(AchievementNoted, feed=FEEDS, achievement=IDS, on=DAYS),
        st.builds(SatisfactionStated, feed=FEEDS, on=DAYS, score=st.integers(0, 10)),
        st.builds(SearchStated, feed=FEEDS, looking=st.booleans()),
        st.builds(WishStated, feed=FEEDS, pay_from=st.none() | st.integers(0, 9)),
        st.builds(
            AnswersGiven,
            task=TASKS,
            play=PLAYS,
            about=PLACEMENTS,
            on=DAYS,
            answers=WORDS.map(lambda words: {"hiring": words} if words else {}),
        ),
        st.builds(ReferralMade, feed=FEEDS, referral=IDS, on=DAYS, name=NAMES),
        st.builds(ReferralPlaced, referral=IDS, placement=IDS, on=DAYS, name=NAMES),
        st.builds(ReviewLeft, feed=FEEDS, platform=st.just("google"), on=DAYS),
        st.builds(TestimonialGiven, feed=FEEDS, on=DAYS, publish=st.booleans()),
        st.builds(ClientWon, feed=FEEDS, on=DAYS, employer=NAMES),
        st.builds(
            OpportunityMatched,
            match=IDS,
            job=IDS,
            kind=st.sampled_from(["field", "placement"]),
            posted_on=DAYS,
            closes_on=st.none() | DAYS,
            title=TITLES,
        ),
        st.builds(
            ResourceMatched,
            match=IDS,
            resource=IDS,
            kind=st.just("article"),
            found_on=DAYS,
            ends_on=st.none() | DAYS,
        ),
        st.builds(MatchWithdrawn, match=IDS, because=st.just("closed")),
        st.builds(MilestoneDue, placement=PLACEMENTS, milestone=st.just("contract_end"), occurs_on=DAYS),
    ),
    st.builds(FactRetracted, fact=st.sampled_from(FACTS), reason=st.just("mistaken")),
    st.builds(PersonAbsorbed, into=st.just("other"), merge=st.just("m")),
    st.builds(PersonErased, reason=st.just("asked")),
)


@st.composite
def histories(draw: st.DrawFn, person: str = "person") -> list[Event]:
    """Facts of one person, in an order of arrival."""
    bodies = draw(st.lists(BODIES, min_size=1, max_size=len(FACTS)))
    events = [draw(_told(FACTS[number], person, body)) for number, body in enumerate(bodies)]
    return draw(st.permutations(events))


@st.composite
def careers(draw: st.DrawFn, person: str = "person") -> list[Event]:
    """Facts of somebody whom we placed, and who looks after them, as they came one after the other.

    More plays want something for them than for those of `histories`, of whom often nothing is known.
    """
    begun = exactly(FIRST + timedelta(days=draw(st.integers(-400, 30))))
    bodies = [
        PersonProfiled(feed="greenhouse", name="Ann", recruiter=draw(st.sampled_from([None, "rae"]))),
        PlacementStarted(feed="greenhouse", placement="p", starts=begun, client="Acme", title=draw(TITLES)),
        *draw(st.lists(BODIES, min_size=1, max_size=2 * len(FACTS))),
    ]
    events = [draw(_told(f"fact {number}", person, body)) for number, body in enumerate(bodies)]
    return sorted(events, key=lambda event: event.recorded_at)


@st.composite
def _told(draw: st.DrawFn, id_: str, person: str, body: Fact) -> Event:
    hours = timedelta(hours=draw(st.integers(0, 23)))
    recorded = datetime.combine(draw(DAYS), datetime.min.time(), UTC) + hours
    return _event(id_, person, body, draw(st.one_of(st.just(recorded), DAYS)), recorded)


def _event(id_: str, person: str, body: Fact, happened: date, recorded: datetime) -> Event:
    return Event(
        id=id_,
        agency="agency",
        subject=person,
        source="test",
        occurred=moment(happened),
        recorded_at=recorded,
        body=body,
    )
