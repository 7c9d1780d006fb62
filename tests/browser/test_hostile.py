"""What people are called and write shows as what it is, and breaks nothing."""

from datetime import timedelta

import pytest
from vocabulary.payloads import placement, table

from browser.office import ROSA, Office
from browser.window import NewWindow, Window

MARKUP = "Zoë <script>window.broken = 1</script><img src=x onerror='window.broken = 1'>"
SURNAME = "Wolfeschlegelsteinhausenbergerdorffwelchevoralternwarengewissenhaftsch"
HEBREW = "שלום עולם"
TURNED = "\u202eabc"
EMOJI = "🦄 Chief 👩🏽‍💻 Unicorn"
LONGEST = 100_000
"""Letters of a note."""


@pytest.fixture
def hostile(office: Office) -> str:
    """Somebody placed by Rosa a week ago, with everything at once; their id."""
    began = office.today - timedelta(days=7)
    names = {"given_name": MARKUP, "family_name": f"{HEBREW} {TURNED} {SURNAME}", "title": EMOJI}
    row = placement(placement_id="H1", person_id="H1", email="h@example.com", client=MARKUP, **names)
    office.send("placements", "hostile.csv", table([row | {"recruiter": ROSA, "starts_on": str(began)}]))
    return office.person("H1")


def test_names_and_notes_are_text(office: Office, window: NewWindow, hostile: str) -> None:
    """On the list, on the task, on the person's page and in a note, on the narrowest window."""
    task = office.task(person=hostile, state="open")
    rosa = window(ROSA)
    rosa.page.set_viewport_size({"width": 390, "height": 844})
    for path in ("/", f"/tasks/{task}", f"/people/{hostile}"):
        rosa.open(path)
        assert_sound(rosa, MARKUP, SURNAME, HEBREW, TURNED[1:])
        assert TURNED not in rosa.text, "what turns a name is taken out where it is read"
    assert EMOJI in rosa.text
    note = f"{HEBREW} {MARKUP} " + "n" * (LONGEST - 200)
    told(rosa, note)
    assert rosa.said == "Noted. The plan follows in a moment."
    assert_sound(rosa, note[:900])
    rosa.page.get_by_role("link", name="All of it").click()
    assert_sound(rosa, note)
    rosa.open(f"/people/{hostile}")
    told(rosa, TURNED)
    assert "words: expected text without control characters" in rosa.text


def test_a_note_that_is_too_long(window: NewWindow, hostile: str) -> None:
    """It is refused on a page, and what was written still stands in the form it came from."""
    rosa = window(ROSA)
    rosa.open(f"/people/{hostile}")
    told(rosa, "n" * 1_500_100)
    assert "This is more than fits." in rosa.text
    rosa.page.go_back()
    assert len(rosa.page.get_by_label("In words").input_value()) == 1_500_100


def told(window: Window, words: str) -> None:
    window.page.get_by_label("In words").fill(words)
    window.press("Keep it")


def assert_sound(window: Window, *texts: str) -> None:
    """They are there as they were written; nothing of them ran, and the page is no wider than the window."""
    assert [text for text in texts if text not in window.text] == []
    assert window.page.evaluate("window.broken") is None
    assert not window.sticks_out()
    assert [said for said in window.complaints if "status of 4" not in said] == []
