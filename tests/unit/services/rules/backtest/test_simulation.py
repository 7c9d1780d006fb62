"""Two playbooks over one small history, and what is counted of each."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from services.rules.backtest.counts import Played, Span
from services.rules.backtest.simulation import simulate
from services.rules.person import Person
from services.rules.person.fold import fold
from services.rules.playbook import STANDARD, Playbook
from services.rules.plays import PLAYS
from shared.envelope import Event, computed_id, moment
from shared.facts import Fact
from shared.facts.contacts import ContactLogged
from shared.facts.corrections import FactRetracted
from shared.facts.outreach import OutreachCompleted
from shared.facts.people import ConsentWithdrawn, PersonAbsorbed, PersonProfiled
from shared.facts.placements import PlacementCancelled, PlacementEnded, PlacementStarted
from shared.facts.playbooks import PlaybookAdopted
from shared.facts.spans import exactly

ZONE = ZoneInfo("Europe/London")
SPRING = Span(date(2026, 3, 1), date(2026, 6, 30))
STARTED = PlacementStarted(
    feed="greenhouse", placement="p", starts=exactly(date(2026, 3, 2)), recruiter="rae", client="Acme"
)
CHECK_IN = "check_in_on_settling_in"


def only(play: str, **settings: object) -> Playbook:
    """The standard playbook with one play on."""
    off = {name: replace(each.settings, on=False) for name, each in PLAYS.items()}
    return replace(STANDARD, plays={**off, play: replace(PLAYS[play].settings, **settings)})


OURS = only(CHECK_IN)
MILDER = only(CHECK_IN, days=(30,), importance=4)
RARER = only(CHECK_IN, days=(30, 90))


def event(day: str, body: Fact, number: int = 0) -> Event:
    at = datetime.fromisoformat(f"{day}T09:00:00+00:00") + timedelta(seconds=number)
    return Event(
        id=computed_id(day, number, body),
        agency="agency",
        subject="person",
        source="test",
        occurred=moment(at),
        recorded_at=at,
        body=body,
    )


def play(playbooks: Sequence[Playbook], *told: tuple[str, Fact], span: Span = SPRING) -> Played:
    facts = [event(day, body, number) for number, (day, body) in enumerate(told)]
    return simulate(facts, playbooks, ZONE, span)


def counted(found: Played, playbook: int) -> dict[str, int]:
    """What happened under one of the playbooks: `2026-03 raised`, or with the reason."""
    return {
        " ".join(filter(None, (f"{each.month:%Y-%m}", each.what, each.because))): number
        for each, number in found.counts[playbook].happened.items()
    }


def test_a_task_is_raised_in_the_month_in_which_it_comes_into_the_queue() -> None:
    """Of four check-ins after one start the rarer playbook leaves two; nobody does them, so all expire."""
    found = play([OURS, RARER], ("2026-03-02", STARTED))
    assert counted(found, 0) == {
        "2026-03 raised": 1,
        "2026-03 expired": 1,
        "2026-04 raised": 1,
        "2026-04 expired": 1,
        "2026-05 raised": 2,
        "2026-05 expired": 1,
        "2026-06 expired": 1,
    }
    assert counted(found, 1) == {
        "2026-04 raised": 1,
        "2026-04 expired": 1,
        "2026-05 raised": 1,
        "2026-06 expired": 1,
    }


def test_the_load_is_that_of_the_day_on_which_a_task_comes_into_the_queue() -> None:
    """Each recruiter's, day by day."""
    found = play([RARER], ("2026-03-02", STARTED))
    assert found.counts[0].load == {("rae", date(2026, 4, 1)): 1, ("rae", date(2026, 5, 31)): 1}


def test_what_is_withdrawn_before_its_window_opens_was_never_raised() -> None:
    """Three check-ins go with the placement that ends on the twentieth."""
    ended = PlacementEnded(feed="greenhouse", placement="p", ended_on=date(2026, 3, 20), early=False)
    found = play([OURS], ("2026-03-02", STARTED), ("2026-03-20", ended))
    assert counted(found, 0) == {"2026-03 raised": 1, "2026-03 expired": 1, "2026-03 withdrawn": 3}


def test_a_task_that_another_contact_moves_is_counted_as_moved() -> None:
    """Exempt care stays where it is; milder care makes way."""
    called = ContactLogged(feed="greenhouse", contact="c", on=date(2026, 3, 28), channel="call")
    found = play([OURS, MILDER], ("2026-03-02", STARTED), ("2026-03-28", called))
    assert "2026-03 moved" not in counted(found, 0)
    assert counted(found, 1)["2026-03 moved"] == 1


def test_what_is_held_back_is_counted_once_for_each_reason() -> None:
    """However often it is told anew; it was never raised, so it does not expire either."""
    no = ConsentWithdrawn(feed="greenhouse")
    renamed = PersonProfiled(feed="greenhouse", name="Ann Lee")
    found = play([RARER], ("2026-03-02", STARTED), ("2026-03-03", no), ("2026-03-04", renamed))
    assert counted(found, 0) == {"2026-03 held_back consent": 2}
    assert found.counts[0].untouched == 1


def test_a_task_that_was_done_is_done_under_either_playbook() -> None:
    """Both ask on the thirtieth day; it was answered, so neither task expires."""
    task = PLAYS[CHECK_IN].tasks(known(STARTED), RARER.settings(CHECK_IN)).tasks[0]
    done = OutreachCompleted(
        task=task.task, version=1, by="rae", play=CHECK_IN, outcome="sent", on=date(2026, 4, 3)
    )
    found = play([OURS, RARER], ("2026-03-02", STARTED), ("2026-04-03", done))
    assert [counted(found, one).get("2026-04 raised") for one in (0, 1)] == [1, 1]
    assert [counted(found, one).get("2026-04 expired") for one in (0, 1)] == [None, None]


def known(body: Fact) -> Person:
    return fold([event("2026-03-02", body)], ZONE)


def test_what_happened_before_and_after_the_span_is_not_counted() -> None:
    """The plan that stands when it begins is that of all that came before."""
    april = Span(date(2026, 4, 1), date(2026, 4, 30))
    found = play([OURS], ("2026-03-02", STARTED), span=april)
    assert counted(found, 0) == {"2026-04 raised": 1, "2026-04 expired": 1}
    may = Span(date(2026, 5, 1), date(2026, 5, 31))
    assert counted(play([OURS], ("2026-06-02", STARTED), span=may), 0) == {}


def test_a_retraction_is_played_as_it_was_told() -> None:
    """The first check-in had been raised by then; the others are withdrawn, and nothing expires."""
    started = event("2026-03-02", STARTED)
    taken_back = event("2026-03-12", FactRetracted(fact=started.id, reason="another Ann"), 1)
    found = simulate([taken_back, started], [OURS], ZONE, SPRING)
    assert counted(found, 0) == {"2026-03 raised": 1, "2026-03 withdrawn": 4}


def test_facts_of_one_day_are_planned_once() -> None:
    """What comes and goes within a day leaves no trace."""
    cancelled = PlacementCancelled(feed="greenhouse", placement="p")
    assert counted(play([OURS], ("2026-03-02", STARTED), ("2026-03-02", cancelled)), 0) == {}


def test_an_adopted_playbook_changes_nothing() -> None:
    """The two that are given rule throughout."""
    adopted = PlaybookAdopted(playbook="other", number=1, tasks_a_day=1)
    assert play([OURS], ("2026-03-02", STARTED), ("2026-03-05", adopted)) == play(
        [OURS], ("2026-03-02", STARTED)
    )


def test_who_was_merged_into_somebody_else_is_nobody_to_count() -> None:
    """Their facts are the other's as well."""
    merged = PersonAbsorbed(into="other", merge="m")
    found = play([OURS], ("2026-03-02", STARTED), ("2026-03-04", merged))
    assert (found.people, found.facts, counted(found, 0)) == (0, 2, {})


def test_counts_of_many_people_add_up() -> None:
    """In any grouping."""
    one, other = play([OURS, RARER], ("2026-03-02", STARTED)), play([OURS, RARER], ("2026-04-02", STARTED))
    total = Played.nothing(2)
    for found in (one, other, one):
        total.add(found)
    assert (total.people, total.facts) == (3, 3)
    assert counted(total, 0)["2026-03 raised"] == 2
    assert counted(one, 0)["2026-03 raised"] == 1
