"""What turns a text or is not seen in it is taken out where feeds are read."""

import json

import pytest
from vocabulary.inbox import Ingest
from vocabulary.payloads import connection, hire, table

from services.ingest import hidden
from shared.facts.people import PersonProfiled
from shared.facts.roles import RoleObserved

TURNED = "\u202eabc\u2066 \u200fDoe\u00ad\ufeff"
SEEN = "abc Doe"
KEPT = (
    "Zoë 👩🏽\u200d💻",
    "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
    "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
    "שלום Doe",
)


@pytest.mark.parametrize("escaped", ["escaped", ""])
def test_what_is_hidden_goes_however_it_is_written(escaped: str) -> None:
    """Escaped or not, at any depth; names of fields and numbers stay."""
    said = {"a": [TURNED, {"b": TURNED, "n": 12345678901234567890, "x": None}]}
    raw = json.dumps(said, ensure_ascii=bool(escaped)).encode()
    seen = {"a": [SEEN, {"b": SEEN, "n": 12345678901234567890, "x": None}]}
    assert json.loads(hidden.without(raw)) == seen


@pytest.mark.parametrize("text", KEPT)
def test_what_scripts_and_emoji_are_written_with_stays(text: str) -> None:
    """To the byte, where nothing is hidden; joiners and tags also beside what is."""
    raw = json.dumps({"a": text}, ensure_ascii=False).encode()
    assert hidden.without(raw) is raw
    assert json.loads(hidden.without(json.dumps({"a": text + TURNED}).encode())) == {"a": text + SEEN}


def test_a_backslash_that_stands_for_itself_hides_nothing() -> None:
    """It only looks like an escape."""
    assert json.loads(hidden.without(rb'{"a": "C:\\u202e"}')) == {"a": r"C:\u202e"}


def test_no_feed_tells_of_it(ingest: Ingest) -> None:
    """By web hook and by file; the payload is kept as it came."""
    ingest.take(hire(candidate_says={"last_name": TURNED}))
    odd = {"Last Name": TURNED, "Company": f"\u202eAcme\u202c {TURNED}", "Position": f"Engineer{TURNED}"}
    ingest.read("linkedin", table([connection(**odd)]))
    names = [event.body.name for event in ingest.events() if isinstance(event.body, PersonProfiled)]
    assert names == [f"Jane {SEEN}"] * 2
    (role,) = ingest.bodies("role.observed")
    assert isinstance(role, RoleObserved)
    assert (role.employer, role.title) == (f"Acme {SEEN}", f"Engineer{SEEN}")
    assert ingest.scalar("SELECT count(*) FROM ingest.rows WHERE encode(raw, 'escape') LIKE '%202e%'") == 1


def test_an_address_is_the_same_with_what_is_hidden_in_it(ingest: Ingest) -> None:
    """Copied from a web page, it names the same person."""
    ingest.take(hire())
    ingest.read("linkedin", table([connection(**{"Email Address": "\u200bjane@example.com\ufeff"})]))
    assert ingest.types().count("person.registered") == 1
