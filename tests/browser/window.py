"""A recruiter's browser window: what is shown in it, and what went wrong in it."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request

TOKEN = "the agency's own token"  # noqa: S105 - a test's
SCREENSHOTS = Path(__file__).parents[2] / "build" / "screenshots"
PATIENCE_MS = 20_000
LEFT = "net::ERR_ABORTED"
"""Broken off because somebody went on to another page, which is no failure."""
MOVED = """
window.moved = 0;
new PerformanceObserver((list) => {
  for (const each of list.getEntries()) window.moved += each.value;
}).observe({type: "layout-shift", buffered: true});
"""
DRAWN = "new Promise((done) => requestAnimationFrame(() => setTimeout(() => done(window.moved), 50)))"
"""The next picture was drawn and told of."""
LOADED = """
performance.getEntries()
  .filter((each) => ["navigation", "resource"].includes(each.entryType))
  .reduce((sum, each) => sum + each.transferSize, 0)
"""


@dataclass
class Window:
    """One page of one browser of its own; whatever it complains of is written down."""

    page: Page
    console: str
    complaints: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, context: BrowserContext, console: str) -> "Window":
        """A new one that has not signed in."""
        context.set_default_timeout(PATIENCE_MS)
        context.add_init_script(MOVED)
        made = cls(context.new_page(), console)
        made.page.on("console", made._said)
        made.page.on("pageerror", lambda error: made.complaints.append(str(error)))
        made.page.on("requestfailed", made._failed)
        return made

    def open(self, path: str) -> int:
        """Look at a page of the console; the status of its answer."""
        answer = self.page.goto(self.console + path)
        return answer.status if answer else 0

    def sign_in(self, recruiter: str, token: str = TOKEN) -> "Window":
        """Say who is looking, and go where that leads."""
        if "/who" not in self.page.url:
            self.open("/who")
        self.page.get_by_label("Your address").fill(recruiter)
        self.page.get_by_label("Your token, or your agency's").fill(token)
        self.press("Go on")
        return self

    def press(self, name: str) -> None:
        """Press a button with exactly this name."""
        self.page.get_by_role("button", name=name, exact=True).click()

    @property
    def said(self) -> str:
        """What came of the last verb, as the page says it."""
        return self.page.get_by_role("status").first.inner_text()

    @property
    def text(self) -> str:
        """What the page says."""
        return self.page.inner_text("main")

    def moved(self) -> float:
        """How much of the page has moved while it loaded, in the browser's own measure; 0 is nothing."""
        return float(self.page.evaluate(DRAWN))

    def loaded(self) -> int:
        """Bytes that came over the network for this page, without what was kept of an earlier one."""
        return int(self.page.evaluate(LOADED))

    def sticks_out(self) -> bool:
        """Whether one would have to scroll sideways."""
        wider = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        return bool(self.page.evaluate(wider))

    def _said(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(f"{message.type}: {message.text}")

    def _failed(self, request: Request) -> None:
        if request.failure != LEFT:
            self.complaints.append(f"{request.method} {request.url}: {request.failure}")


class NewWindow(Protocol):
    """Opens a window, of a recruiter who has signed in or of a stranger."""

    def __call__(self, recruiter: str | None = None, *, javascript: bool = True) -> Window:
        """A browser of its own."""
