import msgspec

from services.rules.playbook import STANDARD
from services.rules.playbook.content import decoded, encoded
from services.rules.playbook.reading import read

OWN = read("tasks_a_day = 8\n[restraint]\nspacing_days = 21\n[plays.share_a_resource]\nimportance = 6\n")


def test_what_is_kept_comes_back() -> None:
    """Whole, with every number of our own."""
    assert decoded(encoded(OWN)).version == OWN.version
    assert decoded(encoded(STANDARD)).version == STANDARD.version


def test_what_there_is_no_more_is_left_out() -> None:
    """A play, a number of one, a number of a section: an upgrade must not make kept playbooks unreadable."""
    plain = msgspec.json.decode(encoded(OWN))
    plain["plays"]["send_a_fax"] = {"on": True, "importance": 1}
    plain["plays"]["share_a_resource"]["fanfare"] = 3
    plain["restraint"]["patience"] = 7
    assert decoded(msgspec.json.encode(plain)) == decoded(encoded(OWN))


def test_what_is_new_holds_as_we_have_it() -> None:
    """A play or a number that came after it was kept."""
    plain = msgspec.json.decode(encoded(OWN))
    del plain["plays"]["share_an_opportunity"], plain["restraint"]["quarter_days"]
    found = decoded(msgspec.json.encode(plain))
    assert found.restraint == OWN.restraint
    assert found.settings("share_an_opportunity") == STANDARD.settings("share_an_opportunity")
