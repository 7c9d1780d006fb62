from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

from services.rules.person.fold import fold
from services.rules.person.folding import STEPS
from shared.facts import KINDS
from shared.facts.corrections import FactRetracted
from shared.facts.outreach import OutreachClaimed, OutreachCompleted, OutreachReleased
from shared.facts.people import ConsentGiven, ConsentWithdrawn, PersonProfiled
from shared.facts.placements import PlacementStarted
from shared.facts.roles import RoleEnded, RoleObserved
from shared.facts.spans import exactly
from shared.topics import Topic, topic_of

Given = Callable[..., Any]


def done(task: str, day: str, satisfaction: int | None = None) -> OutreachCompleted:
    return OutreachCompleted(
        task=task,
        version=1,
        by="rae",
        play="a",
        outcome="sent",
        on=date.fromisoformat(day),
        satisfaction=satisfaction,
    )


def test_every_event_of_the_people_topic_is_folded_on_purpose() -> None:
    """A new event has to say what it means here, if only that it means nothing."""
    assert {KINDS[name].body for name in KINDS if topic_of(name) is Topic.PEOPLE} == set(STEPS)


def test_each_feed_speaks_for_itself(given: Given) -> None:
    """A feed that knows no recruiter does not make the other feed's forgotten."""
    ats = PersonProfiled(feed="greenhouse", name="Ann L", recruiter="rae")
    person = given(
        ("2026-01-01", ats), ("2026-01-02", PersonProfiled(feed="linkedin", name="Ann Lee"))
    ).person
    assert (person.name, person.recruiter) == ("Ann Lee", "rae")


def test_the_later_word_on_consent_holds_whenever_it_arrives(given: Given) -> None:
    """Later is by the order of what happened."""
    yes, no = ("2026-01-02", ConsentGiven(feed="f")), ("2026-01-01", ConsentWithdrawn(feed="f"))
    assert given(yes, no).person.consent.given
    assert given(no, yes).person.consent.given


def test_today_is_the_newest_record_in_the_agencys_time_zone(given: Given) -> None:
    """Also when that fact was retracted."""
    story = given(("2026-01-05", ConsentGiven(feed="f")), ("2026-01-02", ConsentGiven(feed="g")))
    assert story.person.today == date(2026, 1, 5)
    story.tell(("2026-01-03", FactRetracted(fact=story.fact(0), reason="no")))
    assert story.person.today == date(2026, 1, 5)


def test_a_retraction_may_come_before_what_it_retracts(given: Given) -> None:
    """What does not hold is not taken when it arrives."""
    later = given(("2026-01-02", ConsentGiven(feed="f"))).events[0]
    retraction = FactRetracted(fact=later.id, reason="no")
    story = given(("2026-01-01", retraction))
    assert fold([*story.events, later], story.person.seen.tzinfo).consent is None


def test_the_desks_last_word_on_a_task_holds(given: Given) -> None:
    """Its version counts, not the order of arrival."""
    until = datetime(2026, 1, 1, tzinfo=UTC)
    claimed = OutreachClaimed(task="t", version=1, by="rae", until=until)
    released = OutreachReleased(task="t", version=2, by="rae")
    story = given(("2026-01-02", released), ("2026-01-01", claimed))
    assert story.person.dealings["t"].state == "open"


def test_contacts_are_remembered_with_what_was_heard(given: Given) -> None:
    """The last contact, and the last satisfaction that was told."""
    person = given(("2026-01-02", done("t", "2026-01-02", 9)), ("2026-01-09", done("u", "2026-01-08"))).person
    assert (person.touched_on, person.satisfaction) == (date(2026, 1, 8), 9)
    latest = person.last_done("a")
    assert latest is not None
    assert latest.task == "u"
    assert person.last_done("b") is None


def test_a_role_seen_again_after_its_end_is_not_over(given: Given) -> None:
    """A snapshot that shows it later counts more."""
    seen = RoleObserved(feed="linkedin", role="r", as_of=date(2026, 1, 1), employer="Acme")
    ended = RoleEnded(feed="linkedin", role="r", until=exactly(date(2026, 1, 2)))
    assert given(("2026-01-01", seen), ("2026-01-02", ended)).person.roles["r"].over
    assert not given(("2026-01-02", ended), ("2026-01-03", seen)).person.roles["r"].over


def test_a_second_feed_that_asserts_the_same_placement_does_not_ask_twice(given: Given) -> None:
    """What a recruiter dealt with stands, though the other feed's fact comes first in the order."""
    start = PlacementStarted(feed="greenhouse", placement="p", starts=exactly(date(2026, 3, 2)))
    story = given(("2026-03-02", start))
    story.tell(("2026-03-10", done(story.task("day 7").task, "2026-03-10")))
    other = PlacementStarted(feed="placements", placement="p", starts=exactly(date(2026, 3, 2)))
    story.tell(("2026-03-01", other))
    assert sorted(entry.task.occurrence for entry in story.entries("planned")) == [
        "day 30",
        "day 60",
        "day 90",
    ]
