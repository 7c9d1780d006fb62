from collections.abc import Callable
from datetime import date
from typing import Any

from msgspec.structs import replace

from services.rules.playbook import STANDARD, OffLimits, Playbook
from shared.facts.contacts import ContactLogged
from shared.facts.corrections import FactRetracted
from shared.facts.outreach import OutreachCompleted
from shared.facts.people import ConsentGiven, ConsentWithdrawn
from shared.facts.placements import PlacementEnded, PlacementRescheduled, PlacementStarted
from shared.facts.roles import RoleChanged, RoleObserved
from shared.facts.spans import Span, exactly
from shared.facts.tasks import Material

Given = Callable[..., Any]

PLAY = "send_industry_trends"
YES = ("2020-01-01", ConsentGiven(feed="linkedin"))
FIRST = f"{PLAY}, 1: 2026-05-31 to 2026-06-30"


def placed(
    title: str | None = "Software Engineer", starts: Span | None = None, placement: str = "p"
) -> PlacementStarted:
    return PlacementStarted(
        feed="greenhouse",
        placement=placement,
        starts=starts or exactly(date(2026, 3, 2)),
        client="Acme",
        title=title,
    )


PLACED = ("2026-03-02", placed())


def done(on: date, task: str = "t", note: str | None = None) -> OutreachCompleted:
    return OutreachCompleted(task=task, version=1, by="rae", play=PLAY, outcome="replied", on=on, note=note)


def test_the_first_ones_come_90_days_after_the_start(given: Given) -> None:
    """For 30 days, with the trends of the field of their job."""
    story = given(PLACED).expect(FIRST)
    task = story.task("1")
    assert task.headline == "Send this person how their field is hiring"
    assert [why.text for why in task.reasons] == [
        "this person works as Software Engineer at Acme; trends of their field go out every 90 days"
    ]
    assert (task.reasons[0].fact, task.about) == (story.fact(0), "p")
    assert task.brings == {"field": "software", "title": "Software Engineer", "employer": "Acme"}
    assert task.materials == (Material(kind="trends", ref="software"),)


def test_without_a_known_field_there_is_nothing_to_send(given: Given) -> None:
    """No title, or one that names no field."""
    for title in (None, "Team Lead", "Wizard of Light Bulb Moments"):
        given(("2026-03-02", placed(title))).expect()


def test_missed_ones_count_on(given: Given) -> None:
    """On the last day still, the day after comes the next; a start years ago opens no stale task."""
    given(PLACED).by("2026-06-30").expect(FIRST).by("2026-07-01").expect(
        f"{PLAY}, 2: 2026-08-29 to 2026-09-28"
    )
    given(("2029-03-02", placed())).expect(f"{PLAY}, 12: 2029-02-14 to 2029-03-16")


def test_the_next_ones_are_counted_from_the_last_ones_done(given: Given) -> None:
    """90 days later, with what was said."""
    story = given(PLACED)
    story.tell(("2026-06-10", done(date(2026, 6, 10), story.task("1").task, "read it with her team")))
    story.expect(f"{PLAY}, 1: 2026-09-08 to 2026-10-08")
    assert story.task("1").brings["said_last_time"] == "2026-06-10: read it with her team"
    assert story.task("1").reasons[1].text == "The last ones went to them on 2026-06-10"
    story.tell(("2026-06-11", done(date(2026, 4, 1)))).expect(f"{PLAY}, 1: 2026-09-08 to 2026-10-08")
    story.tell(("2026-06-12", FactRetracted(fact=story.fact(1), reason="another person")))
    story.expect(f"{PLAY}, 1: 2026-06-30 to 2026-07-30")


def test_it_speaks_of_the_job_they_have_now(given: Given) -> None:
    """A move changes the field and, where none were sent yet, the day."""
    move = RoleChanged(
        feed="linkedin",
        role="r",
        since=exactly(date(2026, 4, 1)),
        move=True,
        employer="Globex",
        title="Sales Manager",
        old_employer="Acme",
    )
    story = given(PLACED, ("2026-04-01", move)).expect(f"{PLAY}, 1: 2026-06-30 to 2026-07-30")
    assert story.task("1").materials == (Material(kind="trends", ref="sales"),)
    sent = given(PLACED, ("2026-03-20", done(date(2026, 3, 20))), ("2026-04-01", move))
    sent.expect(f"{PLAY}, 1: 2026-06-18 to 2026-07-18")


def test_who_was_never_placed_is_counted_from_the_day_they_were_seen(given: Given) -> None:
    """Once they agreed to being written to."""
    seen = RoleObserved(
        feed="linkedin", role="r", as_of=date(2026, 3, 2), employer="Acme", title="Accountant"
    )
    given(YES, ("2026-03-02", seen)).expect(FIRST)
    given(("2026-03-02", seen)).expect().expect_held_back("consent", FIRST)


def test_an_unknown_start_leaves_the_first_placement_to_count_from(given: Given) -> None:
    """Without one there is nothing to count from."""
    unknown = ("2026-03-02", placed(starts=Span(), placement="q"))
    given(unknown).expect()
    first = placed("Engineer", exactly(date(2026, 3, 2)))
    ended = PlacementEnded(feed="greenhouse", placement="p", ended_on=date(2026, 3, 10), early=False)
    given(unknown, ("2026-03-02", first), ("2026-03-10", ended)).expect(FIRST)


def test_a_corrected_start_moves_it_and_an_end_withdraws_it(given: Given) -> None:
    """The same task in another window, cut at the job's last day."""
    story = given(PLACED)
    before = story.task("1").task
    later = PlacementRescheduled(
        feed="greenhouse", placement="p", starts=exactly(date(2026, 3, 9)), ends=date(2026, 6, 15)
    )
    story.tell(("2026-03-03", later)).expect(f"{PLAY}, 1: 2026-06-07 to 2026-06-15")
    assert story.task("1").task == before
    ended = PlacementEnded(feed="greenhouse", placement="p", ended_on=date(2026, 3, 20), early=False)
    story.tell(("2026-03-20", ended)).expect()


def test_contacts_move_it_off_limits_do_not_and_a_no_holds_it_back(given: Given) -> None:
    """Trends are no job offer: 14 days between messages and consent are what counts."""
    call = ContactLogged(feed="greenhouse", contact="c", on=date(2026, 5, 25), channel="call")
    client = Playbook(off_limits=OffLimits(clients={"Acme": date(2027, 1, 1)}))
    story = given(PLACED, ("2026-05-25", call), playbook=client)
    story.expect(f"{PLAY}, 1: 2026-06-08 to 2026-06-30")
    no = ("2026-03-03", ConsentWithdrawn(feed="greenhouse"))
    given(PLACED, no).expect().expect_held_back("consent", FIRST)


def test_an_agency_can_switch_it_off_or_change_its_numbers(given: Given) -> None:
    """The playbook decides."""
    standard = STANDARD.settings(PLAY)
    given(PLACED, playbook=Playbook(plays={PLAY: replace(standard, on=False)})).expect()
    rarer = Playbook(plays={PLAY: replace(standard, every_days=180, open_days=14)})
    story = given(PLACED, playbook=rarer).expect(f"{PLAY}, 1: 2026-08-29 to 2026-09-12")
    assert "every 180 days" in story.task("1").reasons[0].text
