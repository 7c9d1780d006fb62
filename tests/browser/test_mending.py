"""What could not be read is mended, and a merge undone, by whoever looks after the feeds."""

from vocabulary.payloads import placement, table

from browser.office import ROSA, Office
from browser.window import NewWindow


def test_a_row_is_mended(office: Office, window: NewWindow) -> None:
    """What is still wrong is said beside what was typed; once it is right the person is known."""
    row = placement(
        placement_id="M1", person_id="M1", email="mona@example.com", given_name="Mona", starts_on="2026-02-30"
    )
    office.send("placements", "mend.csv", table([row]))
    rosa = window(ROSA)
    rosa.open("/feeds/quarantine?field=starts_on")
    rosa.page.locator("article", has_text="2026-02-30").get_by_role("link").click()
    field = rosa.page.get_by_label("starts_on")
    field.fill("2026-02-31")
    rosa.press("Read it like this")
    assert "2026-02-31" in rosa.page.get_by_role("alert").inner_text()
    rosa.page.get_by_label("starts_on").fill("2026-02-28")
    rosa.press("Read it like this")
    assert rosa.said == "It could be read, and is known now."
    assert office.person("M1")
    assert [each for each in rosa.complaints if "422" not in each] == []


def test_a_merge_is_undone(office: Office, window: NewWindow) -> None:
    """After it was told what will happen; both are there again."""
    office.merge("Olga", "Olivia")
    assert office.person("Olga") == office.person("Olivia")
    rosa = window(ROSA)
    rosa.open("/reviews")
    rosa.page.get_by_role("link", name="Undo: Olga Doe").click()
    assert "Both come back as they were." in rosa.text
    rosa.press("Undo the merge")
    assert rosa.said.startswith("They are two people again.")
    assert office.person("Olga") != office.person("Olivia")
    assert rosa.complaints == []
