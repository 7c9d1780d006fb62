"""Two who may be one, side by side, and a recruiter's yes or no."""

from vocabulary.payloads import placement, table

from browser.office import ROSA, Office
from browser.window import NewWindow

PAIRS = (("Bob", "Smithers"), ("Robert", "Smithers"), ("Kate", "Dunmore"), ("Catherine", "Dunmore"))


def test_a_yes_and_a_no(office: Office, window: NewWindow) -> None:
    """The one pair is one person afterwards; the other stays two, and is asked about no more."""
    office.send("placements", "alike.csv", table([row(*name) for name in PAIRS]))
    office.reviews(2)
    rosa = window(ROSA)
    rosa.open("/reviews")
    bob = rosa.page.locator("section", has_text="Smithers")
    assert "Robert Smithers" in bob.inner_text()
    bob.get_by_role("button", name="One person").click()
    assert rosa.said == "They are one person now."
    rosa.page.locator("section", has_text="Dunmore").get_by_role("button", name="Two people").click()
    assert rosa.said == "They stay two, for good."
    asked = rosa.page.locator("section", has=rosa.page.get_by_role("button", name="One person"))
    assert asked.filter(has_text="Smithers").count() == 0
    assert asked.filter(has_text="Dunmore").count() == 0
    bobs, kates = (
        {office.person(f"{given} {name}") for given, name in pair} for pair in (PAIRS[:2], PAIRS[2:])
    )
    assert (len(bobs), len(kates)) == (1, 2)


def row(given: str, family: str) -> dict[str, str]:
    """Somebody without an address, at the same firm as the others."""
    name = {"placement_id": f"{given} {family}", "person_id": f"{given} {family}"}
    return placement(given_name=given, family_name=family, email="", client="Harbour & Co", **name)
