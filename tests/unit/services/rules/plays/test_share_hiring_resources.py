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
from shared.facts.spans import Span, exactly
from shared.facts.tasks import Material

Given = Callable[..., Any]

PLAY = "share_hiring_resources"
YES = ("2020-01-01", ConsentGiven(feed="linkedin"))
TASK = f"{PLAY}, hiring resources: 2026-03-16 to 2026-05-15"


def placed(title: str | None = "Head of Design", starts: Span | None = None) -> PlacementStarted:
    return PlacementStarted(
        feed="greenhouse",
        placement="p",
        starts=starts or exactly(date(2026, 3, 2)),
        recruiter="sam@agency.example",
        client="Acme",
        title=title,
    )


def changed(
    since: Span, *, title: str = "Head of Design", old: str | None = "Designer", move: bool = True
) -> RoleChanged:
    return RoleChanged(
        feed="linkedin",
        role="r2",
        since=since,
        move=move,
        employer="Acme",
        title=title,
        old_employer="Globex" if move else "Acme",
        old_title=old,
    )


def seen(title: str, on: date = date(2026, 2, 1)) -> RoleObserved:
    return RoleObserved(feed="linkedin", role="r1", as_of=on, employer="Acme", title=title)


def test_who_was_placed_in_a_role_that_hires_gets_the_guides(given: Given) -> None:
    """From the 14th day on for 60 days, planned as soon as the start is known."""
    story = given(("2026-02-01", placed())).expect(TASK)
    task = story.task("hiring resources")
    assert task.headline == "Share hiring guides with this person, who hires as Head of Design"
    assert task.reasons[0].text == "this person hires as Head of Design at Acme, a role begun 2026-03-02"
    assert (task.reasons[0].fact, task.about, task.recruiter) == (story.fact(0), "p", "sam@agency.example")
    assert task.brings == {"title": "Head of Design", "employer": "Acme", "since": "2026-03-02"}
    assert task.materials == (Material(kind="hiring_guides"),)


def test_only_a_title_that_says_so_hires(given: Given) -> None:
    """Neither one that says the contrary nor one that leaves it open, nor none."""
    for title in ("Product Manager", "Designer", "Marketing Manager", None):
        given(("2026-02-01", placed(title))).expect()


def test_it_closes_after_its_last_day_and_is_never_stale(given: Given) -> None:
    """On the last day still, the day after no more, and learned later never."""
    given(("2026-02-01", placed())).by("2026-05-15").expect(TASK).by("2026-05-16").expect()
    given(("2026-05-16", placed())).expect()


def test_a_move_counts_from_its_latest_day_or_the_day_we_learned_of_it(given: Given) -> None:
    """Whichever is later."""
    between = Span(earliest=date(2026, 1, 1), latest=date(2026, 2, 20))
    given(YES, ("2026-03-02", changed(between))).expect(TASK)
    ahead = Span(earliest=date(2026, 2, 1), latest=date(2026, 3, 2))
    given(YES, ("2026-02-20", changed(ahead))).expect(TASK)
    given(YES, ("2026-03-02", changed(Span()))).expect(TASK)


def test_a_promotion_into_hiring_counts_from_the_day_we_learned_of_it(given: Given) -> None:
    """In the job they were placed in, too; a step from one hiring role to the next is no new beginning."""
    rise = changed(Span(earliest=date(2026, 2, 1), latest=date(2026, 2, 20)), move=False)
    story = given(YES, ("2026-02-01", seen("Designer")), ("2026-03-02", rise)).expect(TASK)
    assert story.task("hiring resources").reasons[0].fact == story.fact(2)
    before = ("2024-02-01", placed("Designer", exactly(date(2024, 2, 1))))
    given(before, ("2026-03-02", rise)).expect(TASK)
    head = ("2024-02-01", placed("Design Manager", exactly(date(2024, 2, 1))))
    given(head, ("2026-03-02", changed(rise.since, old="Design Manager", move=False))).expect()


def test_who_is_seen_hiring_in_a_job_without_it_counts_from_that_day(given: Given) -> None:
    """They were placed as something else; when it changed is not known."""
    before = ("2024-02-01", placed("Designer", exactly(date(2024, 2, 1))))
    story = given(before, ("2026-03-02", seen("Head of Design", date(2026, 3, 2)))).expect(TASK)
    assert story.task("hiring resources").reasons[0].text.endswith("a role begun by 2026-03-02")


def test_who_hired_before_we_knew_them_entered_nothing(given: Given) -> None:
    """The first sight of a role says nothing of its beginning."""
    given(YES, ("2026-03-02", seen("Head of Design", date(2026, 3, 2)))).expect()
    unknown = changed(exactly(date(2026, 3, 2)), old=None, move=False)
    given(YES, ("2026-03-02", unknown)).expect()


def test_once_a_role(given: Given) -> None:
    """Done is done, in another window as well; the next role begins anew."""
    story = given(("2026-02-01", placed()))
    done = OutreachCompleted(
        task=story.task("hiring resources").task,
        version=1,
        by="rae",
        play=PLAY,
        outcome="sent",
        on=date(2026, 3, 17),
    )
    story.tell(("2026-03-17", done)).expect()
    later = PlacementRescheduled(feed="greenhouse", placement="p", starts=exactly(date(2026, 3, 9)))
    story.tell(("2026-03-18", later)).expect()
    move = RoleChanged(
        feed="linkedin",
        role="r3",
        since=exactly(date(2026, 6, 1)),
        move=True,
        employer="Initech",
        title="Design Director",
        old_employer="Acme",
    )
    story.tell(("2026-06-01", move)).expect(f"{PLAY}, hiring resources: 2026-06-15 to 2026-08-14")


def test_a_corrected_start_moves_it_and_an_end_cuts_it(given: Given) -> None:
    """The same task; a role that is over by then has none."""
    story = given(("2026-02-01", placed()))
    before = story.task("hiring resources").task
    ends = PlacementRescheduled(
        feed="greenhouse", placement="p", starts=exactly(date(2026, 3, 9)), ends=date(2026, 4, 30)
    )
    story.tell(("2026-02-02", ends)).expect(f"{PLAY}, hiring resources: 2026-03-23 to 2026-04-30")
    assert story.task("hiring resources").task == before
    short = replace(ends, ends=date(2026, 3, 22))
    story.tell(("2026-02-03", short)).expect()


def test_a_cancellation_or_retraction_withdraws_it(given: Given) -> None:
    """They do not hire there after all."""
    cancelled = PlacementCancelled(feed="greenhouse", placement="p")
    given(("2026-02-01", placed()), ("2026-02-02", cancelled)).expect()
    rise = changed(exactly(date(2026, 3, 2)), move=False)
    story = given(YES, ("2026-02-01", seen("Designer")), ("2026-03-02", rise)).expect(TASK)
    story.tell(("2026-03-03", FactRetracted(fact=story.fact(2), reason="another person"))).expect()


def test_contacts_move_it_and_a_no_holds_it_back(given: Given) -> None:
    """14 days lie between two messages; consent comes first."""
    call = ContactLogged(feed="greenhouse", contact="c", on=date(2026, 3, 10), channel="call", words="well")
    story = given(("2026-02-01", placed()), ("2026-03-10", call))
    story.expect(f"{PLAY}, hiring resources: 2026-03-24 to 2026-05-15")
    assert story.task("hiring resources").brings["last_contact"] == "2026-03-10: well"
    no = ("2026-02-02", ConsentWithdrawn(feed="greenhouse"))
    given(("2026-02-01", placed()), no).expect().expect_held_back("consent", TASK)


def test_an_agency_can_switch_it_off_or_change_its_numbers(given: Given) -> None:
    """The playbook decides."""
    standard = STANDARD.settings(PLAY)
    off = Playbook(plays={PLAY: replace(standard, on=False)})
    given(("2026-02-01", placed()), playbook=off).expect()
    sooner = Playbook(plays={PLAY: replace(standard, days=7, open_days=10)})
    given(("2026-02-01", placed()), playbook=sooner).expect(
        f"{PLAY}, hiring resources: 2026-03-09 to 2026-03-19"
    )
