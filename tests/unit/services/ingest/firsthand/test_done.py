"""What a person did for the agency, as a recruiter tells of it."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from pydantic import TypeAdapter, ValidationError

from services.ingest.firsthand.kinds import AnyStatement
from services.ingest.firsthand.statement import Said
from shared.envelope import computed_id
from shared.facts import Fact, favours

Json = dict[str, Any]
READ = TypeAdapter[AnyStatement](AnyStatement)
TODAY = date(2026, 3, 10)
ONE, OTHER = str(UUID(int=1)), str(UUID(int=2))
REFERRAL = computed_id("referral", "an event")
PLACEMENT = computed_id("placement", "an event")


def told(statement: Json) -> Fact:
    return READ.validate_python(statement).fact(Said("an event", TODAY, "jane"))


@pytest.mark.parametrize(
    ("statement", "fact"),
    [
        (
            {"kind": "referral", "name": "John", "words": "He is good."},
            favours.ReferralMade(
                feed="recruiter", referral=REFERRAL, on=TODAY, name="John", words="He is good."
            ),
        ),
        (
            {"kind": "referral", "referral": ONE, "referred": OTHER},
            favours.ReferralMade(feed="recruiter", referral=ONE, on=TODAY, referred=OTHER),
        ),
        (
            {"kind": "referral_placed", "referral": ONE, "name": "John", "client": "Acme", "title": "Cook"},
            favours.ReferralPlaced(
                referral=ONE, placement=PLACEMENT, on=TODAY, name="John", client="Acme", title="Cook"
            ),
        ),
        (
            {"kind": "referral_placed", "referral": ONE, "placement": OTHER},
            favours.ReferralPlaced(referral=ONE, placement=OTHER, on=TODAY),
        ),
        (
            {"kind": "review", "platform": "Google", "url": "https://reviews.example/1", "feed": "crm"},
            favours.ReviewLeft(feed="crm", platform="Google", on=TODAY, url="https://reviews.example/1"),
        ),
        (
            {"kind": "testimonial", "words": "They listen.", "publish": False},
            favours.TestimonialGiven(feed="recruiter", on=TODAY, publish=False, words="They listen."),
        ),
        (
            {"kind": "client_won", "employer": "Acme"},
            favours.ClientWon(feed="recruiter", on=TODAY, employer="Acme"),
        ),
    ],
)
def test_each_favour_is_its_fact(statement: Json, fact: Fact) -> None:
    """On the day it was done; a referral told of without an id gets one of its own."""
    assert told(statement) == fact


@pytest.mark.parametrize(
    ("statement", "named"),
    [
        ({"kind": "referral", "referral": "the first"}, "referral"),
        ({"kind": "referral_placed", "name": "John"}, "referral"),
        ({"kind": "review"}, "platform"),
        ({"kind": "review", "platform": "Google", "url": "reviews.example"}, "url"),
        ({"kind": "testimonial", "words": "They listen."}, "publish"),
        ({"kind": "client_won", "words": "\u202eevil"}, "words"),
    ],
)
def test_what_cannot_be_is_refused_by_name(statement: Json, named: str) -> None:
    """A mistake is told at once; whether words may be published is never guessed."""
    with pytest.raises(ValidationError, match=named):
        told(statement)
