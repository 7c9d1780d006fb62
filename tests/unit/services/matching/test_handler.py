"""Matching on a real database: what it says when people and the market change, and when days pass."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import permutations

import pytest
import sqlalchemy as sa
from vocabulary.handled import ANN, Clocked, fact, give, parts_of, said

from services.matching.handler import MatchingHandler
from services.matching.jobs import Jobs
from services.matching.tables import common, metadata, pairs
from shared.database import transaction
from shared.envelope import Event, computed_id
from shared.facts import Fact
from shared.facts.corrections import FactRetracted
from shared.facts.favours import ReferralMade, ReferralPlaced
from shared.facts.heard import InterestStated, WishStated
from shared.facts.market import JobClosed, JobOpened, ResourcePublished, ResourceWithdrawn
from shared.facts.matches import MatchWithdrawn, OpportunityMatched, ResourceMatched
from shared.facts.people import ConsentWithdrawn, PersonErased, PersonProfiled
from shared.facts.placements import PlacementCancelled, PlacementStarted
from shared.facts.spans import exactly

BOB = computed_id("person", "bob")
JOB, OTHER, ARTICLE = (computed_id("subject", name) for name in ("job", "other", "article"))
TODAY = date(2026, 3, 2)
OPENED = JobOpened(
    feed="jobs",
    reference="J-1",
    title="Senior Software Engineer",
    posted_on=TODAY,
    skills=("Python",),
    place="Leeds",
)
ENGINEER = PersonProfiled(feed="f", name="Ann", title="Senior Software Engineer")
PUBLISHED = ResourcePublished(
    feed="articles",
    reference="A-1",
    kind="article",
    title="Logs",
    published_on=TODAY,
    topics=("Event sourcing",),
)


@pytest.fixture
def parts(database_url: str) -> Iterator[Clocked]:
    """Matching's parts in a fresh database."""
    with parts_of(database_url, "matching", metadata, common) as made:
        yield made


@pytest.fixture
def matching(parts: Clocked) -> MatchingHandler:
    """The handler under test."""
    return MatchingHandler(parts.outbox, parts.vault, parts.clock, parts.settings.zone)


def market(body: Fact, subject: str = JOB, after: float = 0) -> Event:
    return fact(body, person=subject, after=after)


def standing(parts: Clocked) -> set[tuple[str, str, str]]:
    """Who was told last that what fits, and that it still does."""
    with transaction(parts.engine) as connection:
        rows = connection.execute(
            sa.select(pairs.c.person, pairs.c.subject, pairs.c.kind).where(pairs.c.standing)
        )
        return {(row.person, row.subject, row.kind) for row in rows}


def test_a_new_job_finds_people_and_a_new_person_finds_jobs(
    parts: Clocked, matching: MatchingHandler
) -> None:
    """The same match in either order, once, with its reason."""
    give(parts, matching, fact(ENGINEER))
    give(parts, matching, market(OPENED))
    give(parts, matching, market(OPENED), fact(ENGINEER))
    give(parts, matching, fact(ENGINEER, person=BOB))
    ann, bob = said(parts)
    assert (ann.subject, bob.subject) == (ANN, BOB)
    assert isinstance(ann.body, OpportunityMatched)
    assert (ann.body.job, ann.body.kind, ann.body.title) == (JOB, "field", OPENED.title)
    assert ann.body.why == "the field they are in; the same rank"


def test_any_order_of_arrival_ends_in_the_same_matches(parts: Clocked, matching: MatchingHandler) -> None:
    """Where no cap is reached; each order works on people and jobs of its own."""
    found = set()
    for number, order in enumerate(permutations(range(4))):
        ann, job = computed_id("person", number), computed_id("job", number)
        facts = [
            fact(ENGINEER, person=ann),
            fact(WishStated(feed="f", skills=("Python",), places=("Leeds",)), person=ann, after=1),
            market(OPENED, job, after=2),
            market(JobOpened(feed="jobs", reference="J", title="Accountant", posted_on=TODAY), job, after=1),
        ]
        for place in order:
            give(parts, matching, facts[place])
        with transaction(parts.engine) as connection:
            connection.execute(sa.text("DELETE FROM matching.seats"))  # the next order has nobody else
            connection.execute(sa.text("DELETE FROM matching.items"))
        last = [event.body for event in said(parts) if event.subject == ann][-1]
        assert isinstance(last, OpportunityMatched)
        found.add((last.score, last.why))
    assert len(found) == 1


@pytest.mark.parametrize(
    "gone",
    [
        market(JobClosed(feed="jobs", on=TODAY), after=1),
        market(JobOpened(feed="jobs", reference="J-1", title="Chef", posted_on=TODAY), after=1),
        fact(PersonProfiled(feed="f", name="Ann", title="Chef"), after=1),
        fact(ConsentWithdrawn(feed="f"), after=1),
    ],
    ids=["closed", "another job", "another field", "consent withdrawn"],
)
def test_what_makes_a_match_ineligible_withdraws_it(
    parts: Clocked, matching: MatchingHandler, gone: Event
) -> None:
    """Once, and said again it stands anew under another id."""
    give(parts, matching, fact(ENGINEER), market(OPENED))
    give(parts, matching, gone, gone)
    first, last = said(parts)
    assert isinstance(first.body, OpportunityMatched)
    assert isinstance(last.body, MatchWithdrawn)
    assert last.body.match == first.body.match
    assert standing(parts) == set()


def test_a_job_that_is_over_is_taken_back_by_the_day_alone(parts: Clocked, matching: MatchingHandler) -> None:
    """The day after it closes, once."""
    closing = JobOpened(
        feed="jobs", reference="J-1", title=OPENED.title, posted_on=TODAY, closes_on=TODAY + timedelta(days=1)
    )
    give(parts, matching, fact(ENGINEER), market(closing))
    for _ in range(3):
        with transaction(parts.engine) as connection:
            matching.tick(connection)
        parts.clock.advance(timedelta(days=1))
    with transaction(parts.engine) as connection:
        matching.tick(connection)
    assert [type(event.body) for event in said(parts)] == [OpportunityMatched, MatchWithdrawn]


def test_at_most_so_many_people_are_told_of_a_job_and_a_better_rival_takes_nobody_s_place(
    parts: Clocked, matching: MatchingHandler
) -> None:
    """The best of those who are known when it opens; who leaves makes room."""
    crowd = [computed_id("crowd", number) for number in range(Jobs.per_subject + 5)]
    give(parts, matching, *(fact(ENGINEER, person=one) for one in crowd))
    give(
        parts,
        matching,
        fact(ENGINEER, person=BOB),
        fact(WishStated(feed="f", skills=("Python",)), person=BOB),
    )
    give(parts, matching, market(OPENED))
    told = {person for person, _, _ in standing(parts)}
    assert (len(told), BOB in told) == (Jobs.per_subject, True)
    give(parts, matching, fact(ENGINEER), fact(WishStated(feed="f", skills=("Python",))))
    assert {person for person, _, _ in standing(parts)} == told
    give(parts, matching, fact(PersonErased(reason="asked"), person=BOB))
    after = {person for person, _, _ in standing(parts)}
    assert (len(after), BOB in after, ANN in after) == (Jobs.per_subject, False, True)


def test_nobody_is_told_of_more_jobs_than_there_is_room_for(
    parts: Clocked, matching: MatchingHandler
) -> None:
    """The best of those that are open."""
    jobs = [computed_id("job", number) for number in range(Jobs.per_person + 3)]
    for job in jobs:
        give(parts, matching, market(OPENED, job))
    give(parts, matching, fact(ENGINEER))
    assert len(standing(parts)) == Jobs.per_person


def test_what_somebody_said_does_not_suit_is_not_found_again(
    parts: Clocked, matching: MatchingHandler
) -> None:
    """Whatever is told of the job later."""
    give(parts, matching, fact(ENGINEER), market(OPENED))
    (found,) = said(parts)
    assert isinstance(found.body, OpportunityMatched)
    no = MatchWithdrawn(match=found.body.match, because="too far")
    give(parts, matching, fact(no, after=1))
    give(parts, matching, market(JobClosed(feed="jobs", on=TODAY), after=2), market(OPENED, after=3))
    assert standing(parts) == set()


def test_a_placement_that_took_place_finds_jobs_like_it(parts: Clocked, matching: MatchingHandler) -> None:
    """Beside those of their field; cancelled, it finds none."""
    placed = PlacementStarted(
        feed="f", placement=OTHER, starts=exactly(TODAY), title="Senior Software Engineer"
    )
    give(parts, matching, fact(placed), market(OPENED))
    assert {kind for _, _, kind in standing(parts)} == {"field", "placement"}
    give(parts, matching, fact(PlacementCancelled(feed="f", placement=OTHER), after=1))
    assert standing(parts) == set()


def test_an_interest_meets_what_is_published(parts: Clocked, matching: MatchingHandler) -> None:
    """By its words, whatever their case; withdrawn it is taken back."""
    give(parts, matching, market(PUBLISHED, ARTICLE))
    give(parts, matching, fact(InterestStated(feed="f", topic="event-sourcing")))
    give(parts, matching, fact(InterestStated(feed="f", topic="Event Sourcing"), person=BOB))
    (bob,) = said(parts)
    assert isinstance(bob.body, ResourceMatched)
    assert (bob.subject, bob.body.interest, bob.body.kind) == (BOB, "Event sourcing", "article")
    give(parts, matching, market(ResourceWithdrawn(feed="articles"), ARTICLE, after=1))
    assert isinstance(said(parts)[-1].body, MatchWithdrawn)


def test_who_referred_somebody_is_told_of_their_placement(parts: Clocked, matching: MatchingHandler) -> None:
    """In either order, once; taken back when the placement was cancelled."""
    referral = computed_id("referral")
    made = fact(ReferralMade(feed="f", referral=referral, referred=BOB, on=TODAY, name="Bob"))
    placed = fact(PlacementStarted(feed="f", placement=OTHER, starts=exactly(TODAY)), person=BOB, after=1)
    give(parts, matching, placed)
    give(parts, matching, made)
    give(parts, matching, made, placed)
    (told,) = said(parts)
    assert (told.subject, told.body) == (ANN, ReferralPlaced(referral=referral, placement=OTHER, on=TODAY))
    give(parts, matching, fact(PlacementCancelled(feed="f", placement=OTHER), person=BOB, after=2))
    last = said(parts)[-1].body
    assert isinstance(last, FactRetracted)
    assert last.fact == told.id
