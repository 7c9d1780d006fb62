"""What axe, the accessibility engine, finds on a page."""

from axe_playwright_python.sync_playwright import Axe

from browser.window import Window

SERIOUS = {"serious", "critical"}


def serious(window: Window) -> list[str]:
    """What keeps somebody from using the page."""
    found = Axe().run(window.page).response["violations"]
    return [
        f"{each['id']}: {each['help']}: {[node['target'] for node in each['nodes']]}"
        for each in found
        if each["impact"] in SERIOUS
    ]
