"""A task from the queue to what came of it, in real windows."""

from browser.office import BEN, ROSA, Office
from browser.window import TOKEN, NewWindow, Window

FOCUSED = """
(() => {
  const at = document.activeElement;
  return (at.labels && at.labels.length ? at.labels[0].firstChild : at).textContent;
})()
"""
"""What is written on the control that has the focus."""


def test_two_windows_at_one_task(office: Office, window: NewWindow) -> None:
    """Both see it open; one takes and completes it, the other is told who holds it."""
    task = office.task(recruiter=ROSA, state="open", play="congratulate_on_a_move")
    rosa, ben = window(ROSA), window(BEN)
    for each in (rosa, ben):
        each.open(f"/tasks/{task}")
    for each in (rosa, ben):
        each.press("Take it")
    assert rosa.said == "It is yours now."
    assert "Somebody else was first." in ben.text
    assert ROSA in ben.text
    rosa.page.get_by_label("replied").check()
    rosa.press("Done")
    assert rosa.said == "Done. Well kept."
    ben.open(f"/tasks/{task}")
    assert "Done: replied." in ben.text
    assert rosa.complaints == []


def test_a_persons_page_is_live(office: Office, window: NewWindow) -> None:
    """What somebody else notes shows by itself, and takes nothing from what is being written."""
    ben, task = window(BEN), office.task(state="any", play="congratulate_on_a_move")
    person = office.api.get(f"/v1/tasks/{task}")["person"]
    ben.open(f"/people/{person}")
    ben.page.get_by_label("What was said").fill("Half a senten")
    said = b'[{"kind": "goal", "words": "to lead a team of falconers"}]'
    office.api.send(f"/v1/people/{person}/facts", said, {"Content-Type": "application/json"})
    ben.page.get_by_text("falconers").first.wait_for()
    assert ben.page.get_by_label("What was said").input_value() == "Half a senten"
    assert ben.complaints == []


def test_by_keyboard_alone(office: Office, window: NewWindow) -> None:
    """From signing in to a completed task, and no key that does anything while one writes."""
    ben, task = window(), office.task(recruiter=BEN, state="open")
    ben.open("/")
    keys = ben.page.keyboard
    reach(ben, "Your address")
    keys.type(BEN)
    reach(ben, "Your token, or your agency's")
    keys.type(TOKEN)
    keys.press("Enter")
    ben.page.wait_for_url(f"{ben.console}/")
    for key in ("j", "j", "k", "Enter"):
        keys.press(key)
    ben.page.wait_for_url(f"**/tasks/{task}")
    keys.press("c")
    ben.page.get_by_text("It is yours now.").wait_for()
    keys.press("o")
    keys.press("ArrowRight")
    reach(ben, "What is worth remembering?")
    keys.type("Cocoa, j, k and c.")
    reach(ben, "Done")
    keys.press("Enter")
    ben.page.get_by_text("Done. Well kept.").wait_for()
    assert office.state(task) == "completed"
    assert ben.complaints == []


def reach(window: Window, name: str) -> None:
    """Go there by the Tab key, from wherever one is."""
    for _ in range(60):
        window.page.keyboard.press("Tab")
        if window.page.evaluate(FOCUSED).strip() == name:
            return
    raise AssertionError(f"Tab does not lead to {name}")
