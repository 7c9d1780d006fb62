"""The first start: an agency of which nothing is known, until its first tasks."""

from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import expect

from browser.axe import serious
from browser.window import Window

SOON_MS = 60_000


class Begun(NamedTuple):
    """What was seen on the way."""

    empty: str
    """Today, while nothing was known."""
    reading: str
    """The sample agency, while it was read."""
    ended: str
    """Where it ended."""
    said: str
    complaints: list[str]


def begin(window: Window, screenshots: Path) -> Begun:
    """Load the sample agency, as the console leads to it."""
    page = window.page
    window.open("/")
    empty = window.text
    page.screenshot(path=screenshots / "first-start-desk-light.png", full_page=True)
    window.press("Load the sample agency")
    page.get_by_text("Reading …").wait_for()
    reading, found = window.text, serious(window)
    page.screenshot(path=screenshots / "first-start-reading-desk-light.png", full_page=True)
    page.wait_for_url("**/?said=begun", timeout=SOON_MS)
    expect(page.get_by_role("heading", name="New for you")).to_be_visible(timeout=SOON_MS)
    return Begun(empty, reading, window.text, window.said, [*window.complaints, *found])
