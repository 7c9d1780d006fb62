from collections.abc import Callable
from datetime import date
from typing import Any

from msgspec.structs import replace

from services.rules.playbook import STANDARD, Playbook
from shared.facts.corrections import FactRetracted
from shared.facts.outreach import OutreachCompleted
from shared.facts.people import ConsentGiven, ConsentWithdrawn, PersonProfiled
from shared.facts.placements import PlacementEnded, PlacementStarted
from shared.facts.roles import RoleChanged, RoleEnded, RoleObserved
from shared.facts.spans import Span, exactly

Given = Callable[..., Any]

PLAY = "congratulate_on_a_promotion"
YES = ("2020-01-01", ConsentGiven(feed="linkedin"))
SINCE = Span(earliest=date(2026, 2, 1), latest=date(2026, 3, 1))
TASK = f"{PLAY}, promotion: 2026-03-02 to 2026-03-23"
SEEN = (
    "2025-06-01",
    RoleObserved(
        feed="linkedin", role="r1", as_of=date(2025, 6, 1), employer="Acme", title="Software Engineer"
    ),
)
PLACED = (
    "2025-03-02",
    PlacementStarted(
        feed="greenhouse",
        placement="p",
        starts=exactly(date(2025, 3, 2)),
        recruiter="sam@agency.example",
        client="Acme Ltd",
        title="Software Engineer",
    ),
)


def retitled(
    title: str = "Engineering Manager",
    *,
    old: str | None = "Software Engineer",
    role: str = "r2",
    employer: str = "Acme",
    move: bool = False,
) -> RoleChanged:
    return RoleChanged(
        feed="linkedin",
        role=role,
        since=SINCE,
        move=move,
        employer=employer,
        title=title,
        old_employer="Acme",
        old_title=old,
    )


def test_a_step_up_is_congratulated_from_the_day_we_learned_of_it(given: Given) -> None:
    """21 days, with both titles and the interval in which it happened."""
    profile = PersonProfiled(feed="greenhouse", name="Ann Lee", recruiter="rae@agency.example")
    story = given(YES, ("2026-01-02", profile), SEEN, ("2026-03-02", retitled())).expect(TASK)
    task = story.task("promotion")
    assert task.headline == "Congratulate Ann Lee on becoming Engineering Manager"
    assert (task.recruiter, task.about) == ("rae@agency.example", "r2")
    assert task.reasons[0].text == (
        "Ann Lee went from Software Engineer to Engineering Manager at Acme"
        " between 2026-02-01 and 2026-03-01; we learned of it on 2026-03-02"
    )
    assert task.reasons[0].fact == story.fact(3)
    assert task.brings == {
        "old_title": "Software Engineer",
        "new_title": "Engineering Manager",
        "employer": "Acme",
        "since": "between 2026-02-01 and 2026-03-01",
    }


def test_it_closes_after_its_last_day_and_is_done_once(given: Given) -> None:
    """On the 21st day still, the day after no more; done is done."""
    story = given(YES, SEEN, ("2026-03-02", retitled())).by("2026-03-23").expect(TASK)
    story.by("2026-03-24").expect()
    story = given(YES, SEEN, ("2026-03-02", retitled()))
    done = OutreachCompleted(
        task=story.task("promotion").task,
        version=1,
        by="rae",
        play=PLAY,
        outcome="replied",
        on=date(2026, 3, 3),
    )
    story.tell(("2026-03-03", done)).expect()


def test_only_a_sure_step_up_counts(given: Given) -> None:
    """Not a step down or aside, and not where the titles do not tell."""
    given(YES, SEEN, ("2026-03-02", retitled("Junior Software Engineer"))).expect()
    given(YES, SEEN, ("2026-03-02", retitled("Software Developer"))).expect()
    given(YES, SEEN, ("2026-03-02", retitled("Wizard of Light Bulb Moments"))).expect()
    given(YES, SEEN, ("2026-03-02", retitled(old=None))).expect()


def test_a_new_employer_is_a_move_and_no_promotion(given: Given) -> None:
    """Another play congratulates on it."""
    given(YES, SEEN, ("2026-03-02", retitled(employer="Globex", move=True))).expect()


def test_a_step_up_in_the_job_we_placed_them_in_counts(given: Given) -> None:
    """Against the title they were placed under, where no older one is known; who placed them does it."""
    task = given(PLACED, ("2026-03-02", retitled(old=None))).expect(TASK).task("promotion")
    assert (task.brings["old_title"], task.recruiter) == ("Software Engineer", "sam@agency.example")


def test_the_last_title_counts(given: Given) -> None:
    """A second step takes the place of the first; a step back withdraws it."""
    director = retitled("Director of Engineering", old="Engineering Manager", role="r3")
    story = given(YES, SEEN, ("2026-03-02", retitled()), ("2026-03-09", director))
    story.expect(f"{PLAY}, promotion: 2026-03-09 to 2026-03-30")
    assert story.task("promotion").brings["old_title"] == "Engineering Manager"
    back = retitled("Software Engineer", old="Director of Engineering", role="r4")
    story.tell(("2026-03-12", back)).expect()


def test_a_role_that_is_over_is_not_congratulated(given: Given) -> None:
    """Whether it ended, they moved on, or the placement ended."""
    ended = RoleEnded(feed="linkedin", role="r2", until=exactly(date(2026, 3, 5)), employer="Acme")
    given(YES, SEEN, ("2026-03-02", retitled()), ("2026-03-06", ended)).expect()
    moved = RoleChanged(
        feed="linkedin",
        role="r3",
        since=exactly(date(2026, 3, 6)),
        move=True,
        employer="Globex",
        title="Engineering Manager",
        old_employer="Acme",
    )
    given(YES, SEEN, ("2026-03-02", retitled()), ("2026-03-06", moved)).expect()
    over = PlacementEnded(feed="greenhouse", placement="p", ended_on=date(2026, 3, 5), early=False)
    given(PLACED, ("2026-03-02", retitled()), ("2026-03-06", over)).expect()


def test_an_older_step_up_at_the_same_employer_is_not_one_in_the_new_job(given: Given) -> None:
    """They were promoted there, left, and were placed there again."""
    again = PlacementStarted(
        feed="greenhouse",
        placement="q",
        starts=exactly(date(2026, 3, 3)),
        client="Acme",
        title="Engineering Manager",
    )
    given(YES, SEEN, ("2026-03-02", retitled()), ("2026-03-03", again)).expect()


def test_a_retraction_withdraws_it(given: Given) -> None:
    """It was another person's profile."""
    story = given(YES, SEEN, ("2026-03-02", retitled()))
    story.tell(("2026-03-03", FactRetracted(fact=story.fact(2), reason="another person"))).expect()
    assert story.told[-2].because == "a fact it rests on was retracted"


def test_what_they_were_told_before_does_not_hold_it_back_but_a_no_does(given: Given) -> None:
    """Care of importance 2 waits for no other contact; consent comes first."""
    yesterday = OutreachCompleted(
        task="t", version=1, by="rae", play="other", outcome="sent", on=date(2026, 3, 1)
    )
    given(YES, SEEN, ("2026-03-01", yesterday), ("2026-03-02", retitled())).expect(TASK)
    no = ("2026-02-01", ConsentWithdrawn(feed="linkedin"))
    given(YES, SEEN, no, ("2026-03-02", retitled())).expect().expect_held_back("consent", TASK)


def test_an_agency_can_switch_it_off_or_change_its_window(given: Given) -> None:
    """The playbook decides."""
    standard = STANDARD.settings(PLAY)
    told = (YES, SEEN, ("2026-03-02", retitled()))
    given(*told, playbook=Playbook(plays={PLAY: replace(standard, on=False)})).expect()
    shorter = Playbook(plays={PLAY: replace(standard, open_days=7)})
    given(*told, playbook=shorter).expect(f"{PLAY}, promotion: 2026-03-02 to 2026-03-09")
