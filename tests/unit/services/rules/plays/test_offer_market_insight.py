from collections.abc import Callable
from datetime import date
from typing import Any

from msgspec.structs import replace

from services.rules.playbook import STANDARD, Playbook
from shared.facts.contacts import ContactLogged
from shared.facts.corrections import FactRetracted
from shared.facts.outreach import OutreachCompleted
from shared.facts.people import ConsentGiven, ConsentWithdrawn
from shared.facts.placements import PlacementCancelled, PlacementRescheduled, PlacementStarted
from shared.facts.roles import RoleChanged, RoleObserved
from shared.facts.spans import Span, exactly, month
from shared.facts.tasks import Material

Given = Callable[..., Any]

PLAY = "offer_market_insight"
YES = ("2020-01-01", ConsentGiven(feed="linkedin"))
FIRST = f"{PLAY}, 1: 2026-04-01 to 2026-05-01"


def placed(title: str | None = "Head of Design", starts: Span | None = None) -> PlacementStarted:
    return PlacementStarted(
        feed="greenhouse",
        placement="p",
        starts=starts or exactly(date(2026, 3, 2)),
        client="Acme",
        title=title,
    )


PLACED = ("2026-02-01", placed())


def done(on: date, task: str = "t", note: str | None = None) -> OutreachCompleted:
    return OutreachCompleted(task=task, version=1, by="rae", play=PLAY, outcome="replied", on=on, note=note)


def test_who_hires_for_30_days_is_offered_insight(given: Given) -> None:
    """For 30 days, with the benchmark and the trends of their field."""
    story = given(PLACED).expect(FIRST)
    task = story.task("1")
    assert task.headline == "Offer this person insight into the market, for hiring as Head of Design"
    assert task.reasons[0].text == "this person hires as Head of Design at Acme, a role begun 2026-03-02"
    assert (task.reasons[0].fact, task.about) == (story.fact(0), "p")
    assert task.brings == {"field": "design", "title": "Head of Design", "employer": "Acme"}
    assert task.materials == (
        Material(kind="benchmark", ref="design"),
        Material(kind="trends", ref="design"),
    )


def test_neither_without_hiring_nor_without_a_field(given: Given) -> None:
    """There would be nothing to offer."""
    for title in ("Designer", "Team Lead", None):
        given(("2026-02-01", placed(title))).expect()


def test_a_missed_one_comes_again_after_120_days(given: Given) -> None:
    """On its last day it is still there, the day after the next one is; years ago means only the next."""
    story = given(PLACED).by("2026-05-01").expect(FIRST)
    story.by("2026-05-02").expect(f"{PLAY}, 2: 2026-07-30 to 2026-08-29")
    given(("2029-03-02", placed())).expect(f"{PLAY}, 10: 2029-03-16 to 2029-04-15")


def test_the_next_one_is_counted_from_the_last_one_done(given: Given) -> None:
    """120 days later, with what they said."""
    story = given(PLACED)
    story.tell(("2026-04-20", done(date(2026, 4, 20), story.task("1").task, "pays more than we thought")))
    story.expect(f"{PLAY}, 1: 2026-08-18 to 2026-09-17")
    task = story.task("1")
    assert task.brings["said_last_time"] == "2026-04-20: pays more than we thought"
    assert task.reasons[1].text == "The last insight went to them on 2026-04-20"
    story.tell(("2026-04-21", FactRetracted(fact=story.fact(1), reason="another person"))).expect(FIRST)


def test_a_new_role_begins_the_series_anew(given: Given) -> None:
    """What was done in the one before does not count."""
    old = ("2025-01-01", placed(starts=exactly(date(2025, 1, 1))))
    move = RoleChanged(
        feed="linkedin",
        role="r",
        since=Span(earliest=date(2026, 2, 1), latest=date(2026, 3, 2)),
        move=True,
        employer="Globex",
        title="Sales Director",
        old_employer="Acme",
    )
    story = given(old, ("2026-02-10", done(date(2026, 2, 10))), ("2026-03-02", move)).expect(FIRST)
    assert story.task("1").materials[0] == Material(kind="benchmark", ref="sales")


def test_a_rise_counts_from_its_latest_day_and_a_first_sight_from_that_day(given: Given) -> None:
    """The first day that is sure to be in the role."""
    seen = RoleObserved(
        feed="linkedin", role="r", as_of=date(2026, 3, 2), employer="Acme", title="Head of Design"
    )
    given(YES, ("2026-03-02", seen)).expect(FIRST)
    rise = RoleChanged(
        feed="linkedin",
        role="r2",
        since=Span(earliest=date(2026, 2, 1), latest=date(2026, 3, 2)),
        move=False,
        employer="Acme",
        title="Head of Design",
        old_title="Designer",
    )
    given(("2024-01-01", placed("Designer", exactly(date(2024, 1, 1)))), ("2026-03-02", rise)).expect(FIRST)
    given(YES, ("2026-03-02", replace(rise, old_title=None))).expect(FIRST)


def test_an_uncertain_start_counts_from_its_latest_day_and_an_unknown_one_not(given: Given) -> None:
    """Nobody is written to about a role they are not in yet."""
    given(("2026-02-01", placed(starts=month(2026, 3)))).expect(f"{PLAY}, 1: 2026-04-30 to 2026-05-30")
    given(("2026-02-01", placed(starts=Span(earliest=date(2026, 3, 1))))).expect()


def test_a_corrected_start_moves_it_and_an_end_cuts_it(given: Given) -> None:
    """The same task; nothing comes after the role's last day."""
    story = given(PLACED)
    before = story.task("1").task
    later = PlacementRescheduled(
        feed="greenhouse", placement="p", starts=exactly(date(2026, 3, 9)), ends=date(2026, 4, 20)
    )
    story.tell(("2026-02-02", later)).expect(f"{PLAY}, 1: 2026-04-08 to 2026-04-20")
    assert story.task("1").task == before
    story.by("2026-04-21").expect()
    given(PLACED, ("2026-02-03", PlacementCancelled(feed="greenhouse", placement="p"))).expect()


def test_contacts_move_it_and_a_no_holds_it_back(given: Given) -> None:
    """14 days lie between two messages; consent comes first."""
    call = ContactLogged(feed="greenhouse", contact="c", on=date(2026, 3, 25), channel="call")
    given(PLACED, ("2026-03-25", call)).expect(f"{PLAY}, 1: 2026-04-08 to 2026-05-01")
    no = ("2026-02-02", ConsentWithdrawn(feed="greenhouse"))
    given(PLACED, no).expect().expect_held_back("consent", FIRST)


def test_an_agency_can_switch_it_off_or_change_its_numbers(given: Given) -> None:
    """The playbook decides."""
    standard = STANDARD.settings(PLAY)
    given(PLACED, playbook=Playbook(plays={PLAY: replace(standard, on=False)})).expect()
    other = Playbook(plays={PLAY: replace(standard, after_days=10, every_days=60, open_days=5)})
    story = given(PLACED, playbook=other).expect(f"{PLAY}, 1: 2026-03-12 to 2026-03-17")
    story.by("2026-03-18").expect(f"{PLAY}, 2: 2026-05-11 to 2026-05-16")
