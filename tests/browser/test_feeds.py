"""A recruiter sends their LinkedIn archive, and sees what follows from it."""

from datetime import timedelta

from playwright.sync_api import FilePayload, expect
from vocabulary.payloads import archive, connection, placement, table

from browser.axe import serious
from browser.office import ROSA, Office
from browser.window import NewWindow

PROFILE = "https://www.linkedin.com/in/nadja-brandt"


def exported(company: str, position: str) -> bytes:
    row = {"First Name": "Nadja", "Last Name": "Brandt", "Company": company, "Position": position}
    return archive({"Connections.csv": table([connection(URL=PROFILE, **row)])})


def placed(office: Office) -> None:
    """Nadja, by Rosa, two years ago, and known to have been there two months ago."""
    began = office.today - timedelta(days=730)
    row = placement(
        placement_id="N1", person_id="N1", given_name="Nadja", family_name="Brandt", email="nadja@example.com"
    )
    more = {"linkedin_url": PROFILE, "recruiter": ROSA, "starts_on": str(began)}
    office.send("placements", "nadja.csv", table([row | more]))
    then = office.today - timedelta(days=60)
    office.send("linkedin", "then.zip", exported("Acme", "Engineer"), exported_on=str(then))


def test_a_linkedin_archive_becomes_a_task(office: Office, window: NewWindow) -> None:
    """First only looked at, then read; the task shows on Today, which was open all the while."""
    placed(office)
    today, feeds = window(ROSA), window(ROSA)
    today.open("/")
    feeds.open("/feeds")
    panel = feeds.page.locator("details", has_text="LinkedIn")
    panel.locator("summary").click()
    moved = FilePayload(name="archive.zip", mimeType="application/zip", buffer=exported("Zenith", "CTO"))
    panel.get_by_label("File").set_input_files(moved)
    panel.get_by_role("button", name="Only look at it").click()
    assert "1 row would be taken" in feeds.text
    assert serious(feeds) == []
    feeds.page.go_back()
    if not panel.get_by_label("File").is_visible():
        panel.locator("summary").click()
    panel.get_by_label("File").set_input_files(moved)
    panel.get_by_role("button", name="Send").click()
    expect(feeds.page.get_by_role("status")).to_have_text("Read", timeout=30_000)
    expect(
        today.page.get_by_role("link", name="Congratulate Nadja Brandt on the move to Zenith")
    ).to_be_visible(timeout=25_000)
    assert (feeds.complaints, today.complaints) == ([], [])


def test_headings_of_our_own_are_said_once(office: Office, window: NewWindow) -> None:
    """A file whose headings say nothing is looked at, its headings are given a meaning, and it is read."""
    began = str(office.today - timedelta(days=20))
    row = placement(placement_id="N7", person_id="N7", given_name="Nils", email="nils@example.com")
    content = table([row | {"starts_on": began}]).replace(b"person_id", b"Kandidat")
    sent = FilePayload(name="own.csv", mimeType="text/csv", buffer=content)
    rosa = window(ROSA)
    rosa.open("/feeds")
    rosa.page.get_by_text("of any system").click()
    rosa.page.get_by_role("link", name="What the headings mean: Placements").click()
    rosa.page.get_by_label("File").set_input_files(sent)
    rosa.page.get_by_role("button", name="Look at it").click()
    assert "No heading says where person id stands." in rosa.text
    rosa.page.get_by_label("What Kandidat is read as").select_option("person_id")
    assert serious(rosa) == []
    rosa.page.get_by_role("button", name="Save what the headings mean").click()
    expect(rosa.page.get_by_role("row", name="person id")).to_contain_text("Kandidat")
    assert serious(rosa) == []
    rosa.page.get_by_label("File").set_input_files(sent)
    rosa.page.get_by_role("button", name="Send").click()
    expect(rosa.page.get_by_role("status")).to_have_text("Read", timeout=30_000)
    assert "own.csv" in rosa.text
    rosa.open("/feeds/placements/headings")
    rosa.page.get_by_role("button", name="Let every heading mean its name again").click()
    assert "Nothing was said" in rosa.text
    assert rosa.complaints == []
