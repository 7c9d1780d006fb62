"""The projection of playbooks: which one the agency adopted last."""

from itertools import permutations

import pytest
from vocabulary.installation import JANE, JOHN, Installation

from shared.errors import UnreadableError
from shared.facts.people import PersonAbsorbed, PersonErased
from shared.facts.playbooks import PlaybookAdopted

FIRST = PlaybookAdopted(playbook="f1", number=1, tasks_a_day=12)
SECOND = PlaybookAdopted(playbook="s2", number=2, tasks_a_day=8)
THIRD = PlaybookAdopted(playbook="t3", number=3, tasks_a_day=20)


def test_the_highest_number_counts_in_any_order(here: Installation) -> None:
    """Each person is told by a fact of their own, one of the newest before another of the first."""
    told = [
        here.record(here.event(body, who)) for body, who in ((FIRST, JANE), (SECOND, JANE), (THIRD, JOHN))
    ]
    for order in permutations(told):
        with here.parts.engine.begin() as connection:
            connection.execute(here.tables.playbooks.delete())
        for record in order:
            here.take([record])
        assert here.rows()["playbooks"] == [("demo", 3, "t3", 20)]


def test_one_batch_or_many_is_the_same(here: Installation) -> None:
    """Many people are told in one batch; what was taken before changes nothing."""
    told = [here.record(here.event(body)) for body in (SECOND, THIRD, FIRST)]
    here.take(told)
    here.take(told)
    assert here.rows()["playbooks"] == [("demo", 3, "t3", 20)]


def test_each_agency_has_its_own(here: Installation) -> None:
    """A batch may hold facts of several agencies."""
    others = here.event(FIRST, agency="other")
    here.take([here.record(here.event(SECOND)), here.record(others)])
    assert here.rows()["playbooks"] == [("demo", 2, "s2", 8), ("other", 1, "f1", 12)]


@pytest.mark.parametrize("left", [PersonErased(reason="asked for it"), PersonAbsorbed(into=JOHN, merge="m1")])
def test_it_holds_when_who_was_told_has_left(here: Installation, left: PersonErased | PersonAbsorbed) -> None:
    """It is the agency's, and nothing personal."""
    here.project(SECOND, left)
    assert here.rows()["playbooks"] == [("demo", 2, "s2", 8)]


@pytest.mark.parametrize(
    ("right", "wrong"), [(b'"number":2', b'"number":0'), (b'"tasks_a_day":8', b'"tasks_a_day":4294967296')]
)
def test_a_body_that_does_not_fit_is_refused(here: Installation, right: bytes, wrong: bytes) -> None:
    """A number that no agency has adopted under, or that no table takes, is for the quarantine."""
    record = here.record(here.event(SECOND))
    assert record.value is not None
    with pytest.raises(UnreadableError, match=r"playbook\.adopted"):
        here.take([record._replace(value=record.value.replace(right, wrong))])
