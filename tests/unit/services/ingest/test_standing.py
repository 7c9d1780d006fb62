"""What every feed may state of a person as a whole."""

import msgspec

from services.ingest.standing import NOTHING, Profiled
from shared.facts.people import PersonProfiled

JANE = PersonProfiled(feed="f", name="Jane Doe")


def test_a_profile_that_an_older_program_kept_is_not_told_again() -> None:
    """It knew fewer fields, and they say nothing now either."""
    kept = msgspec.json.encode({"feed": "f", "name": "Jane Doe", "emails": []})
    assert Profiled(JANE).tell(kept, "seed") == NOTHING
    moved = msgspec.structs.replace(JANE, place="Leeds")
    assert Profiled(moved).tell(kept, "seed").said[0].body == moved
