"""Another playbook: what it would change, what it would have changed, and adopting it."""

from playwright.sync_api import expect

from browser.office import ROSA
from browser.window import NewWindow


def test_adopted_after_its_backtest(window: NewWindow) -> None:
    """What is wrong is said by its line; what is right is played through the past first."""
    rosa = window(ROSA)
    rosa.open("/playbook")
    rosa.page.get_by_text("The same as a file").click()
    rosa.page.get_by_label("as TOML").fill("[restraint]\nspacing_days = -1\n")
    rosa.press("See what the file would change")
    assert "restraint.spacing_days" in rosa.text
    spacing = rosa.page.get_by_label("Spacing (days)")
    expect(spacing).to_have_value("-1")
    expect(spacing).to_have_attribute("aria-invalid", "true")
    spacing.fill("21")
    rosa.press("See what it would change")
    assert "21" in rosa.page.get_by_role("status").inner_text()
    rosa.press("Play our own past under it")
    report = rosa.page.get_by_role("link", name="Its report")
    expect(report).to_be_visible(timeout=30_000)
    assert "restraint.spacing_days" in rosa.text
    report.click()
    assert "21" in rosa.page.inner_text("body")
    rosa.page.go_back()
    rosa.press("Adopt it")
    assert rosa.said == "Adopted. Every plan follows it from now on."
    assert "Number 1, adopted" in rosa.text
    assert rosa.complaints == []
