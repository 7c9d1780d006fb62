"""What matching keeps of people: nothing that can be read, and nothing of who was erased."""

from collections.abc import Iterator
from datetime import date

import pytest
from vocabulary.handled import ANN, Clocked, fact, give, mentions, parts_of

from services.matching.handler import MatchingHandler
from services.matching.memory import KEPT
from services.matching.tables import common, metadata
from shared.database import transaction
from shared.envelope import computed_id
from shared.facts.heard import InterestStated, WishStated
from shared.facts.market import JobOpened
from shared.facts.people import PersonErased, PersonProfiled

ENGINEER = PersonProfiled(feed="f", name="Ann", title="Senior Software Engineer")
OPENED = fact(
    JobOpened(feed="jobs", reference="J-1", title="Senior Software Engineer", posted_on=date(2026, 3, 2)),
    person=computed_id("subject", "job"),
)


@pytest.fixture
def parts(database_url: str) -> Iterator[Clocked]:
    """Matching's parts in a fresh database."""
    with parts_of(database_url, "matching", metadata, common) as made:
        yield made


@pytest.fixture
def matching(parts: Clocked) -> MatchingHandler:
    """The handler under test."""
    return MatchingHandler(parts.outbox, parts.vault, parts.clock, parts.settings.zone)


def test_of_somebody_erased_nothing_is_kept(parts: Clocked, matching: MatchingHandler) -> None:
    """But that they are gone: what comes late finds nothing."""
    give(parts, matching, fact(ENGINEER), OPENED, fact(InterestStated(feed="f", topic="Logs")))
    give(parts, matching, fact(PersonErased(reason="asked"), after=1))
    give(parts, matching, fact(PersonProfiled(feed="late", title="Chief Engineer"), after=2))
    with transaction(parts.engine) as connection:
        assert not any(mentions(connection, table, ANN) for table in KEPT)


def test_no_word_of_a_person_can_be_read_in_what_is_kept(parts: Clocked, matching: MatchingHandler) -> None:
    """Neither titles nor interests, places or skills."""
    words = ("Zebra", "Quagga", "Okapi")
    give(
        parts,
        matching,
        fact(PersonProfiled(feed="f", name="Zebra", title="Senior Zebra Engineer")),
        fact(InterestStated(feed="f", topic="Quagga")),
        fact(WishStated(feed="f", places=("Okapi",), skills=("Zebra",))),
    )
    with transaction(parts.engine) as connection:
        for table in metadata.sorted_tables:
            if table.name != "outbox":
                assert not any(mentions(connection, table, word) for word in words), table.name
