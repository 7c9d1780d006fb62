"""A task from the queue to what came of it, in real windows."""

from browser.office import BEN, ROSA, Office
from browser.window import NewWindow


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
