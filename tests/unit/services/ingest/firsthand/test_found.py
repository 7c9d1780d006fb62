"""Jobs, articles and events that suit a person, as somebody who looked tells of them."""

from datetime import date
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from services.ingest.firsthand.kinds import AnyStatement
from services.ingest.firsthand.statement import Said
from shared.facts import Fact
from shared.facts.matches import MatchWithdrawn, OpportunityMatched, ResourceMatched

Json = dict[str, Any]
READ = TypeAdapter[AnyStatement](AnyStatement)
TODAY = date(2026, 3, 10)
JOB: Json = {"kind": "opportunity", "job": "J-7", "fits": "field"}
TALK: Json = {"kind": "resource", "resource": "R-1", "form": "event"}


def told(statement: Json, person: str = "jane") -> Fact:
    return READ.validate_python(statement).fact(Said("an event", TODAY, person))


def matched(statement: Json, person: str = "jane") -> str:
    fact = told(statement, person)
    assert isinstance(fact, OpportunityMatched | ResourceMatched | MatchWithdrawn)
    return fact.match


def test_a_job_is_told_with_all_that_is_known_of_it() -> None:
    """In the words of who found it."""
    known: Json = {
        "title": "Engineer",
        "client": "Acme",
        "place": "Leeds",
        "posted_on": date(2026, 3, 1),
        "closes_on": date(2026, 4, 1),
        "score": 80,
        "why": "the same tools",
    }
    assert told(JOB | known) == OpportunityMatched(match=matched(JOB), job="J-7", kind="field", **known)


def test_a_job_of_which_little_is_known_was_posted_when_it_was_told() -> None:
    """A day is needed to count from."""
    fact = told(JOB)
    assert isinstance(fact, OpportunityMatched)
    assert (fact.posted_on, fact.closes_on, fact.score) == (TODAY, None, 0)


def test_a_resource_is_told_with_the_interest_it_meets() -> None:
    """It was found on the day it was told of."""
    known: Json = {
        "title": "A talk",
        "url": "https://talks.example/1",
        "interest": "Rust",
        "ends_on": date(2026, 4, 1),
    }
    expected = ResourceMatched(match=matched(TALK), resource="R-1", kind="event", found_on=TODAY, **known)
    assert told(TALK | known) == expected


def test_a_match_is_one_persons_with_one_thing() -> None:
    """Said again it is the same; of another person, job, fit or resource it is another."""
    assert matched(JOB | {"title": "Engineer", "feed": "crm"}) == matched(JOB)
    others = [
        matched(JOB, "john"),
        matched(JOB | {"job": "J-8"}),
        matched(JOB | {"fits": "placement"}),
        matched(TALK | {"resource": "J-7"}),
        matched(TALK, "john"),
    ]
    assert len({matched(JOB), *others}) == 1 + len(others)


@pytest.mark.parametrize(
    ("match", "named"), [(JOB, {"job": "J-7", "fits": "field"}), (TALK, {"resource": "R-1"})]
)
def test_a_match_is_withdrawn_by_what_it_was_about(match: Json, named: Json) -> None:
    """Nobody needs to know its id."""
    withdrawn = told({"kind": "match_withdrawn", "because": "filled", **named})
    assert withdrawn == MatchWithdrawn(match=matched(match), because="filled")


@pytest.mark.parametrize(
    ("statement", "named"),
    [
        (JOB | {"job": "a job"}, "job"),
        (JOB | {"fits": "their taste"}, "fits"),
        (JOB | {"score": 101}, "score"),
        (JOB | {"posted_on": "2026-03-02", "closes_on": "2026-03-01"}, "closes_on: expected a day from"),
        (TALK | {"form": "book"}, "form"),
        (TALK | {"url": "javascript:alert(1)"}, "url"),
        (TALK | {"url": "https://"}, "url"),
        ({"kind": "match_withdrawn", "because": "x"}, "expected job and fits, or resource"),
        ({"kind": "match_withdrawn", "because": "x", "job": "J-7"}, "expected job and fits, or resource"),
        (
            {"kind": "match_withdrawn", "because": "x", "job": "J-7", "fits": "field", "resource": "R-1"},
            "expected job and fits, or resource",
        ),
        ({"kind": "match_withdrawn", "because": "x", "resource": "R-1", "fits": "field"}, "job and fits"),
    ],
)
def test_what_cannot_be_is_refused_by_name(statement: Json, named: str) -> None:
    """A mistake is told at once."""
    with pytest.raises(ValidationError, match=named):
        told(statement)
