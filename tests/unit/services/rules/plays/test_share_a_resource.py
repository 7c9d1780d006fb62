from collections.abc import Callable
from datetime import date
from typing import Any

from msgspec.structs import replace

from services.rules.playbook import STANDARD
from services.rules.plays import PLAYS
from shared.facts.contacts import ContactLogged
from shared.facts.corrections import FactRetracted
from shared.facts.matches import MatchWithdrawn, ResourceMatched
from shared.facts.outreach import OutreachCompleted
from shared.facts.people import ConsentGiven, ConsentWithdrawn
from shared.facts.tasks import Material

Given = Callable[..., Any]

PLAY = "share_a_resource"
YES = ("2026-01-01", ConsentGiven(feed="linkedin"))
EVENT = ResourceMatched(
    match="m",
    resource="s",
    kind="event",
    found_on=date(2026, 3, 1),
    ends_on=date(2026, 4, 10),
    title="Streams in practice",
    url="https://events.example/streams",
    interest="stream processing",
)
ARTICLE = ResourceMatched(match="m", resource="s", kind="article", found_on=date(2026, 3, 1))
FOUND = ("2026-03-02", EVENT)
TASK = f"{PLAY}, match: 2026-03-02 to 2026-03-23"


def test_what_meets_an_interest_is_shared(given: Given) -> None:
    """From the day it matched, at most 21 days; with the resource, and which interest it meets."""
    story = given(YES, FOUND).expect(TASK)
    task = story.task("match")
    assert (task.side, task.importance, task.about) == ("give", 4, "s")
    assert task.headline == "Send this person an event on stream processing: Streams in practice"
    assert task.reasons[0].fact == story.fact(1)
    assert task.reasons[0].text == (
        "The event 'Streams in practice' meets their interest in stream processing, and is over on 2026-04-10"
    )
    assert task.brings == {
        "resource": "event 'Streams in practice'",
        "kind": "event",
        "title": "Streams in practice",
        "url": "https://events.example/streams",
        "interest": "stream processing",
        "ends_on": "2026-04-10",
    }
    assert task.materials == (Material(kind="resource", ref="s"),)


def test_one_of_which_little_is_known_is_shared_too(given: Given) -> None:
    """Without title, address, interest or last day."""
    task = given(YES, ("2026-03-02", ARTICLE)).expect(TASK).task("match")
    assert task.headline == "Send this person an article"
    assert task.reasons[0].text == "The article meets an interest of theirs"
    assert task.brings == {"resource": "article", "kind": "article"}


def test_it_is_there_until_its_last_day(given: Given) -> None:
    """On the 21st day still, the day after no more."""
    given(YES, FOUND).by("2026-03-23").expect(TASK).by("2026-03-24").expect()


def test_it_closes_when_it_is_over(given: Given) -> None:
    """An event's own day still counts; what was over before it was said is not shared."""
    today = replace(EVENT, ends_on=date(2026, 3, 2))
    given(YES, ("2026-03-02", today)).expect(f"{PLAY}, match: 2026-03-02 to 2026-03-02")
    given(YES, ("2026-03-02", replace(EVENT, ends_on=date(2026, 3, 1)))).expect()


def test_what_meets_two_interests_is_one_task_that_names_both(given: Given) -> None:
    """And as long as one of the two matches holds, it stands."""
    other = ("2026-03-03", replace(EVENT, match="n", interest="Kafka"))
    story = given(YES, FOUND, other).expect(f"{PLAY}, match: 2026-03-03 to 2026-03-24")
    assert story.task("match").brings["interest"] == "stream processing and Kafka"
    assert len(story.task("match").reasons) == 2
    before = story.task("match").task
    story.tell(("2026-03-04", MatchWithdrawn(match="n", because="no interest"))).expect(TASK)
    assert story.task("match").task == before


def test_once_shared_it_is_not_shared_again(given: Given) -> None:
    """Nor when it meets another interest, or the match is said anew."""
    story = given(YES, FOUND)
    done = OutreachCompleted(
        task=story.task("match").task,
        version=1,
        by="rae",
        play=PLAY,
        about="s",
        outcome="sent",
        on=date(2026, 3, 3),
    )
    other = ("2026-03-20", replace(EVENT, match="a", interest="Kafka"))
    story.tell(("2026-03-03", done), ("2026-03-19", EVENT), other).expect()
    assert story.entries("held_back") == []


def test_a_withdrawn_match_withdraws_it_until_it_matches_again(given: Given) -> None:
    """The same task comes back, from the day on which it matched again; the order of arrival is no matter."""
    withdrawn = ("2026-03-05", MatchWithdrawn(match="m", because="no longer an interest"))
    story = given(YES, FOUND)
    before = story.task("match").task
    story.tell(withdrawn).expect()
    story.tell(("2026-03-09", EVENT)).expect(f"{PLAY}, match: 2026-03-09 to 2026-03-30")
    assert story.task("match").task == before
    given(YES, ("2026-03-09", EVENT), withdrawn).expect(f"{PLAY}, match: 2026-03-09 to 2026-03-30")


def test_an_event_on_another_day_moves_it(given: Given) -> None:
    """The same task in another window."""
    story = given(YES, FOUND)
    before = story.task("match").task
    story.tell(("2026-03-03", replace(EVENT, ends_on=date(2026, 3, 12))))
    story.expect(f"{PLAY}, match: 2026-03-03 to 2026-03-12")
    assert story.task("match").task == before


def test_an_old_find_learned_of_late_opens_nothing(given: Given) -> None:
    """What closed long ago stays closed."""
    given(("2027-03-02", ConsentGiven(feed="linkedin")), FOUND).expect()


def test_a_retraction_withdraws_it(given: Given) -> None:
    """It was said of the wrong person."""
    story = given(YES, FOUND)
    story.tell(("2026-03-03", FactRetracted(fact=story.fact(1), reason="wrong person"))).expect()
    assert story.told[-2].because == "a fact it rests on was retracted"


def test_it_keeps_its_distance_from_the_last_contact(given: Given) -> None:
    """14 days."""
    called = ContactLogged(feed="greenhouse", contact="c", on=date(2026, 2, 20), channel="call")
    given(YES, ("2026-02-20", called), FOUND).expect(f"{PLAY}, match: 2026-03-06 to 2026-03-23")


def test_a_no_holds_it_back(given: Given) -> None:
    """Consent comes first."""
    no = ("2026-03-03", ConsentWithdrawn(feed="linkedin"))
    given(YES, FOUND, no).expect().expect_held_back("consent", TASK)


def test_the_playbook_may_switch_it_off_or_set_how_long_it_is_news(given: Given) -> None:
    """Its own numbers hold."""
    settings = PLAYS[PLAY].settings
    off = replace(STANDARD, plays={PLAY: replace(settings, on=False)})
    given(YES, FOUND, playbook=off).expect()
    week = replace(STANDARD, plays={PLAY: replace(settings, open_days=7)})
    given(YES, FOUND, playbook=week).expect(f"{PLAY}, match: 2026-03-02 to 2026-03-09")
