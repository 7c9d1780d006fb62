"""Debian's Chromium, driven by Playwright; no browser is downloaded from elsewhere."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

VARIABLE = "AFTERHIRE_CHROMIUM"
"""Names another one than that on the path."""
MISSING = (
    f"The browser tests were not run: no chromium is here (`apt install chromium`, or {VARIABLE}=PROGRAM)."
)
QUIET = ("--no-sandbox", "--disable-dev-shm-usage", "--font-render-hinting=none")
"""Root has no sandbox to go into, and containers have little shared memory."""


def found() -> str | None:
    """The program, if it is on this machine."""
    return os.environ.get(VARIABLE) or shutil.which("chromium")


@contextmanager
def started(program: str) -> Iterator[Browser]:
    """A browser without a screen."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(QUIET))
        try:
            yield browser
        finally:
            browser.close()
