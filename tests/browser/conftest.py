"""One office and one browser for all of these tests, begun for the first and ended with the last of them.

Playwright keeps an event loop in this thread while its browser lives, so the browser must be gone before
tests elsewhere that have a loop of their own.
"""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, StorageState
from vocabulary.databases import new_database

from browser import chromium
from browser.first_start import begin
from browser.office import ROSA, Office
from browser.window import SCREENSHOTS, NewWindow, Window

PROGRAM = chromium.found()
collect_ignore_glob = [] if PROGRAM else ["test_*.py"]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say in one line that these tests are not run."""
    if PROGRAM is None:
        terminalreporter.write_line(chromium.MISSING, yellow=True)


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Chromium."""
    assert PROGRAM, chromium.MISSING
    with chromium.started(PROGRAM) as begun:
        yield begun


@pytest.fixture(scope="package")
def office(
    browser: Browser,
    kafka: str,
    database_server: str,
    tmp_path_factory: pytest.TempPathFactory,
    sessions: dict[str, StorageState],
) -> Iterator[Office]:
    """The sample agency at work, begun with as the console leads to it."""
    folder = tmp_path_factory.mktemp("office")
    with new_database(database_server) as url, Office.opened(kafka, url, "browser", folder) as opened:
        context = browser.new_context()
        opened.begun = begin(Window.of(context, opened.console).sign_in(ROSA), SCREENSHOTS)
        sessions[ROSA] = context.storage_state()
        context.close()
        yield opened


@pytest.fixture(scope="package")
def sessions() -> dict[str, StorageState]:
    """Who has signed in before, so that each does so once."""
    return {}


@pytest.fixture
def window(browser: Browser, office: Office, sessions: dict[str, StorageState]) -> Iterator[NewWindow]:
    """Opens windows, each a browser of its own: of a recruiter, or of a stranger."""
    with ExitStack() as at_the_end:

        def new(recruiter: str | None = None, *, javascript: bool = True) -> Window:
            known = sessions.get(recruiter or "")
            context = browser.new_context(storage_state=known, java_script_enabled=javascript)
            at_the_end.callback(context.close)
            made = Window.of(context, office.console)
            if recruiter and known is None:
                sessions[recruiter] = made.sign_in(recruiter).page.context.storage_state()
            return made

        yield new
