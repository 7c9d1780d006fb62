"""Every page of the console as it is drawn: on a phone and on a desk, light and dark."""

from typing import Literal

import pytest
from playwright.sync_api import ViewportSize

from browser.axe import serious
from browser.office import ROSA, Office
from browser.pages import PAGES, Shown
from browser.window import SCREENSHOTS, NewWindow, Window

PHONE, DESK = ViewportSize(width=390, height=844), ViewportSize(width=1280, height=860)
Scheme = Literal["light", "dark"]
HEAVIEST = 150_000
"""Bytes of a first visit, with all that it loads."""


@pytest.mark.parametrize("shown", PAGES, ids=lambda shown: shown.name)
def test_a_page_in_every_look(office: Office, window: NewWindow, shown: Shown) -> None:
    """It is light and says the same without JavaScript; nothing moves, sticks out or complains.

    Axe sees every width and every colour once.
    """
    who, path = None if shown.stranger else ROSA, shown.path(office)
    look, plain = window(who), window(who, javascript=False)
    look.page.set_viewport_size(DESK)
    assert (look.open(path), plain.open(path)) == (shown.status, shown.status)
    assert look.page.get_by_role("heading", level=1).inner_text().startswith(shown.says)
    assert plain.text == look.text
    assert look.loaded() < HEAVIEST
    assert_sound(look, f"{shown.name}-desk", "dark", "light")
    look.page.set_viewport_size(PHONE)
    look.open(path)
    assert_sound(look, f"{shown.name}-phone", "light", "dark")
    expected = f"status of {shown.status}"
    assert [said for said in look.complaints if expected not in said] == []


def assert_sound(look: Window, name: str, *schemes: Scheme) -> None:
    """Nothing moved or sticks out, and axe finds nothing serious in the last scheme; pictures are kept."""
    assert (name, look.moved(), look.sticks_out()) == (name, 0, False)
    for scheme in schemes:
        look.page.emulate_media(color_scheme=scheme)
        look.page.screenshot(path=SCREENSHOTS / f"{name}-{scheme}.png", full_page=True)
    assert serious(look) == []
