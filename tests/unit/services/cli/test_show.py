"""What the commands print."""

from io import StringIO

import pytest
from rich.console import Console

from services.cli import show


def printed(task: dict[str, object]) -> str:
    console = Console(file=StringIO(), width=120)
    show.why(console, task)
    return str(console.file.getvalue())  # type: ignore[attr-defined] # a StringIO


TASK: dict[str, object] = {
    "play": "check_in_on_settling_in",
    "headline": "Ask Ada how she is settling in",
    "state": "open",
    "opens_on": "2026-03-01",
    "closes_on": "2026-03-11",
    "reasons": [{"text": "Ada started at Brightwater.", "on": "2026-02-22", "feed": "greenhouse"}],
    "brings": {"asks": "satisfaction from 0 to 10"},
}


def test_why_names_each_fact_with_its_day_and_feed() -> None:
    """A reason is a sentence, when it happened, and where we have it from."""
    assert "Ada started at Brightwater. (on 2026-02-22, from greenhouse)" in printed(TASK)
    assert "check_in_on_settling_in (open, from 2026-03-01 to 2026-03-11)" in printed(TASK)


ANN = "ann@agency.example"
DESK = {"lanes": {"desk": {"by": ANN}}}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (
            {"state": "completed", "outcome": "replied", "done_on": "2026-03-04", **DESK},
            "done on 2026-03-04 by ann@agency.example, outcome: replied",
        ),
        ({"state": "dismissed", **DESK}, "dismissed by ann@agency.example"),
        (
            {"state": "claimed", "holder": ANN, "lease_until": "2026-03-04T12:00:00Z"},
            "with ann@agency.example until 2026-03-04 12:00 UTC",
        ),
        ({"state": "snoozed", "snoozed_until": "2026-03-09"}, "put off until 2026-03-09"),
        ({"state": "held_back", "because": "written to lately"}, "because: written to lately"),
    ],
)
def test_why_says_who_has_it_or_what_came_of_it(changes: dict[str, object], said: str) -> None:
    """In a line of its own, and only what there is to say."""
    assert said in printed({**TASK, **changes}).splitlines()
    assert "None" not in printed({**TASK, **changes})


def test_a_name_cannot_speak_to_the_terminal() -> None:
    """Markup and control codes from a feed are shown as they are, or as blanks."""
    text = printed({**TASK, "headline": "[red]Ada[/red]\x1b[2J"})
    assert "[red]Ada[/red] [2J" in text
    assert "\x1b" not in text


def test_why_says_what_is_wanted_of_whom_and_by_what() -> None:
    """The play in words, who should do it, the playbook it was planned by, and what to have at hand."""
    text = printed(
        {
            **TASK,
            "person_name": "Ada Byron",
            "recruiter": "ann@agency.example",
            "playbook": "3f2a",
            "materials": [{"kind": "calendar_hold", "ref": ""}, {"kind": "resource", "ref": "r[1]"}],
        }
    ).splitlines()
    assert "Wanted for Ada Byron: check in on settling in, by ann@agency.example." in text
    assert "planned by playbook 3f2a" in text
    assert {"   to hand: calendar hold", "   to hand: resource r[1]"} <= set(text)
    assert "Wanted: check in on settling in, by anybody." in printed(TASK)


QUEUED = {
    **TASK,
    "task": "92edfb34-65e2-5d01-ac9c-ea9ce0e3abcd",
    "person": "p",
    "recruiter": "ann@agency.example",
}


@pytest.mark.parametrize("width", [80, 170])
def test_a_queue_is_whole_at_any_width(width: int) -> None:
    """What is copied into the next command is never cut, nor is who should do it."""
    console = Console(file=StringIO(), width=width)
    show.tasks(console, [QUEUED])
    text = str(console.file.getvalue())  # type: ignore[attr-defined] # a StringIO
    for whole in ("92edfb34-65e2-5d01-ac9c-ea9ce0e3abcd", "check_in_on_settling_in", "ann@agency.example"):
        assert whole in text.replace("\n", "")


@pytest.mark.parametrize("width", [80, 170])
@pytest.mark.parametrize(
    ("state", "because", "said"),
    [
        ("held_back", "spacing", "held_back: spacing"),
        ("withdrawn", "the placement has ended", "withdrawn: the placement has ended"),
        ("claimed", "it no longer applies", "claimed, though it no longer applies"),
        ("completed", "it no longer applies", "completed"),
        ("open", None, "open"),
    ],
)
def test_a_queue_says_why_a_task_is_not_to_be_done(
    width: int, state: str, because: str | None, said: str
) -> None:
    """Beside the state; of what is over or goes on as planned there is nothing to say."""
    console = Console(file=StringIO(), width=width)
    show.tasks(console, [{**QUEUED, "state": state, "because": because}])
    text = " ".join(str(console.file.getvalue()).split())  # type: ignore[attr-defined] # a StringIO
    assert all(word in text for word in said.split())
    assert ("applies" in text) == ("applies" in said)


@pytest.mark.parametrize("width", [80, 170])
def test_what_is_held_back_says_why(width: int) -> None:
    """By its last reason, which needs not repeat the heading."""
    console = Console(file=StringIO(), width=width)
    why = {"text": "Held back: no gives done yet"}
    show.held_back(console, [{**QUEUED, "because": "gives first", "reasons": [{"text": "x"}, why]}], "wait")
    text = str(console.file.getvalue())  # type: ignore[attr-defined] # a StringIO
    assert "1 wait" in text
    assert "no gives done yet" in text
    assert "Held back" not in text
