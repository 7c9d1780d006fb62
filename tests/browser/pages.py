"""Every page of the console that can be looked at: a new one is a line here."""

from collections.abc import Callable
from dataclasses import dataclass

from vocabulary.payloads import placement, table

from browser.office import ROSA, Office

SAID = b"[restraint]\nspacing_days = 28\n"
Path = Callable[[Office], str]


@dataclass(frozen=True)
class Shown:
    """One page, for the sample's Rosa."""

    name: str
    path: Path
    says: str
    """Its heading, or the beginning of it."""
    status: int = 200
    stranger: bool = False
    """Whether it is looked at by somebody who has not signed in."""


def _open_task(office: Office) -> str:
    return f"/tasks/{office.task(state='open')}"


def _held_task(office: Office) -> str:
    """The longest form there is: it asks the most."""
    task = office.task(play="ask_about_onboarding")
    office.take(task, ROSA)
    return f"/tasks/{office.task(play='ask_about_onboarding', state='claimed')}"


def _person(office: Office) -> str:
    return f"/people/{office.person('C-336')}"


def _around(office: Office) -> str:
    """Somebody who told us of a friend."""
    return f"/network/{office.person('C-344')}"


def _imported(office: Office) -> str:
    rows = [
        placement(placement_id="I1", person_id="I1", given_name="Iris", email="iris@example.com"),
        placement(person_id=""),
    ]
    return f"/feeds/imports/{office.send('placements', 'placements.csv', table(rows))}"


def _alike(office: Office) -> str:
    """With a pair to decide about."""
    named = [
        placement(placement_id=name, person_id=name, email="", given_name=name)
        for name in ("Bill", "William")
    ]
    office.send("placements", "alike.csv", table(named))
    office.reviews(1)
    return "/reviews"


def _parked(office: Office) -> str:
    """With something in it."""
    _imported(office)
    return "/feeds/quarantine"


def _record(office: Office) -> str:
    _imported(office)
    return f"/feeds/quarantine/{office.parked()}"


def _merge(office: Office) -> str:
    return f"/reviews/merges/{office.merge('Nora', 'Nell')}"


def _backtest(office: Office) -> str:
    return f"/playbook/backtests/{office.backtest(SAID)}"


PAGES = (
    Shown("who", lambda _: "/who", "Who are you?", stranger=True),
    Shown("today", lambda _: "/", "Today"),
    Shown("task", _open_task, ""),
    Shown("task-held", _held_task, ""),
    Shown("person", _person, "Barnaby Fellwater"),
    Shown("network", lambda _: "/network", "Network"),
    Shown("around", _around, "Around Florian"),
    Shown("insights", lambda _: "/insights", "Insights"),
    Shown("impact", lambda _: "/impact", "Impact"),
    Shown("impact-mine", lambda _: f"/impact/recruiters/{ROSA}", "Your impact"),
    Shown("feeds", lambda _: "/feeds", "Feeds"),
    Shown("headings", lambda _: "/feeds/placements/headings", "What the headings mean"),
    Shown("import", _imported, "placements.csv"),
    Shown("quarantine", _parked, "What could not be read"),
    Shown("record", _record, "placements row"),
    Shown("merge", _merge, "Undo this merge?"),
    Shown("reviews", _alike, "Who is who"),
    Shown("playbook", lambda _: "/playbook", "Playbook"),
    Shown("backtest", _backtest, "Our past under another playbook"),
    Shown("begin", lambda _: "/begin", "Begin"),
    Shown("nowhere", lambda _: "/nowhere", "There is no such page.", status=404),
)
